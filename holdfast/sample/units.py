"""The units of the sample group, their English names and the other names they go by."""

from __future__ import annotations

from domain.people import Unit

GROUP = "group"
COMPANY = "new-materials"

# Source: S4.1 names the plants. Units stand after the unit they belong to.
_ROWS: tuple[tuple[str, str, str | None, str, str], ...] = (
    (GROUP, "样例铝业集团", None, "Sample Aluminium Group", "group"),
    ("inspection-office", "集团督察办公室", GROUP, "Group Inspection Office", "department"),
    ("compliance", "合规管理部", GROUP, "Compliance Department", "department"),
    ("supervision-centre", "监察中心", GROUP, "Supervision Centre", "department"),
    ("safety", "安全环保健康部", GROUP, "Safety, Environment and Health", "department"),
    ("production", "生产技术部", GROUP, "Production Technology", "department"),
    ("equipment", "设备管理部", GROUP, "Equipment Department", "department"),
    ("human-resources", "人力资源部", GROUP, "Human Resources", "department"),
    ("rules", "制度管理部", GROUP, "Rules Department", "department"),
    ("quality", "质量管理部", GROUP, "Quality Department", "department"),
    ("trade-union", "工会", GROUP, "Trade Union", "department"),
    ("community", "社区工作部", GROUP, "Community Affairs", "department"),
    (COMPANY, "新材料公司", GROUP, "New Materials Company", "company"),
    ("energy", "能源管理中心", COMPANY, "Energy Management Centre", "plant"),
    ("support", "生产保障中心", COMPANY, "Production Support Centre", "plant"),
    ("smelter", "电解厂", COMPANY, "Smelter", "plant"),
    ("alumina", "氧化铝厂", COMPANY, "Alumina Plant", "plant"),
    ("power", "热电分厂", COMPANY, "Heat and Power Plant", "plant"),
    ("fabrication", "铝加工事业部", COMPANY, "Fabrication Division", "plant"),
    ("mining", "矿业公司", COMPANY, "Mining Company", "plant"),
    ("logistics", "物流分公司", COMPANY, "Logistics Branch", "plant"),
    ("recycling", "资源综合利用公司", COMPANY, "Resource Recycling Company", "plant"),
    ("substation", "变电车间", "energy", "Substation Workshop", "workshop"),
    ("potroom", "电解一车间", "smelter", "Potroom One", "workshop"),
    ("scrubbing", "烟气净化车间", "smelter", "Gas Cleaning Workshop", "workshop"),
    ("red-mud", "赤泥车间", "alumina", "Red Mud Workshop", "workshop"),
    ("digestion", "溶出车间", "alumina", "Digestion Workshop", "workshop"),
    ("boilers", "锅炉车间", "power", "Boiler Workshop", "workshop"),
    ("casting", "铸造车间", "fabrication", "Casting Workshop", "workshop"),
    ("open-pit", "采矿车间", "mining", "Open-pit Workshop", "workshop"),
    ("shanxi-aluminium", "山西铝业公司", GROUP, "Shanxi Aluminium Company", "company"),
    ("fly-ash", "粉煤灰开发事业部", "shanxi-aluminium", "Fly Ash Division", "plant"),
    ("controls", "电控分公司", "shanxi-aluminium", "Electrical Controls Branch", "plant"),
    ("switchgear", "电器制造公司", "shanxi-aluminium", "Switchgear Works", "plant"),
    ("services", "工业服务公司", "shanxi-aluminium", "Industrial Services Company", "plant"),
)

UNITS: tuple[Unit, ...] = tuple(Unit(*row) for row in _ROWS)

# One document calls one unit by several names; a ledger may use any of them.
ALIASES: tuple[tuple[str, str], ...] = (
    ("山西新材料", COMPANY),
    ("新材料", COMPANY),
    ("山西铝业", "shanxi-aluminium"),
    ("安环部", "safety"),
    ("安全环保部", "safety"),
    ("生产部", "production"),
    ("设备部", "equipment"),
    ("制度归口部门", "rules"),
    ("能源中心", "energy"),
    ("热电厂", "power"),
    ("铝加工", "fabrication"),
    ("资源利用分公司", "recycling"),
    ("资源综合利用分公司", "recycling"),
    ("粉煤灰事业部", "fly-ash"),
)
