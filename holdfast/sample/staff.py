"""The people of the sample group, invented after trees, stones and weather, and their offices."""

from __future__ import annotations

from datetime import date

from domain.people import Appointment, Person
from holdfast.sample.units import COMPANY, GROUP

FIRST_DAY = date(2023, 1, 1)

# (handle, name, unit where they sit). The handle is what is typed after --as.
_PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("jiangyuanfan", "江远帆", GROUP),
    ("liangqingsong", "梁青松", GROUP),
    ("baichangfeng", "柏长风", GROUP),
    ("shilifeng", "石立峰", "inspection-office"),
    ("yunkai", "云开", "inspection-office"),
    ("zhongzhengsheng", "钟正声", "compliance"),
    ("yuanzhou", "远舟", GROUP),
    ("yanmingxi", "严明溪", "supervision-centre"),
    ("baihua", "白桦", "safety"),
    ("yezhiqiu", "叶知秋", "safety"),
    ("linjian", "林间", "safety"),
    ("maifeng", "麦丰", "production"),
    ("liuxi", "柳溪", "production"),
    ("jinli", "金砺", "equipment"),
    ("shujuan", "舒卷", "human-resources"),
    ("wenlan", "文澜", "rules"),
    ("chengzhun", "程准", "quality"),
    ("henuan", "何暖", "trade-union"),
    ("miaoqing", "苗青", "trade-union"),
    ("anran", "安然", "community"),
    ("cenxi", "岑溪", "trade-union"),
    ("gaoyuan", "高原", COMPANY),
    ("shenxinghe", "沈星河", COMPANY),
    ("gehaichuan", "葛海川", "shanxi-aluminium"),
    ("weidongfeng", "卫东风", "shanxi-aluminium"),
    ("yanguangnian", "晏光年", "energy"),
    ("baorong", "包容", "energy"),
    ("lufeng", "陆风", "substation"),
    ("bailu", "白露", "support"),
    ("guanyue", "关月", "support"),
    ("leiminggu", "雷鸣谷", "smelter"),
    ("fangyuan", "方圆", "smelter"),
    ("xiahe", "夏荷", "smelter"),
    ("tiantieshan", "田铁山", "potroom"),
    ("guyu", "谷雨", "scrubbing"),
    ("taoran", "陶然", "alumina"),
    ("fengchunyu", "冯春雨", "alumina"),
    ("dingxiang", "丁香", "alumina"),
    ("luoshiquan", "罗石泉", "red-mud"),
    ("yangliufeng", "杨柳风", "digestion"),
    ("huonuanyang", "霍暖阳", "power"),
    ("wenquan", "温泉", "power"),
    ("chaixin", "柴薪", "boilers"),
    ("lianhaiping", "连海平", "fabrication"),
    ("songzhu", "宋竹", "fabrication"),
    ("duanjian", "段坚", "casting"),
    ("yueyan", "岳岩", "mining"),
    ("yuanye", "原野", "mining"),
    ("yisha", "易砂", "open-pit"),
    ("maqianli", "马千里", "logistics"),
    ("qiaomu", "乔木", "logistics"),
    ("guizishan", "桂子山", "recycling"),
    ("lantian", "蓝天", "recycling"),
    ("chenglinmu", "成林木", "fly-ash"),
    ("shenjiang", "申江", "controls"),
    ("qiushi", "邱实", "inspection-office"),
    ("guanshan", "关山", "inspection-office"),
    ("helan", "贺兰", "energy"),
    ("qinling", "秦岭", "energy"),
    ("milan", "米兰", "support"),
    ("shikai", "石开", "support"),
    ("shazhou", "沙洲", "alumina"),
    ("luming", "路明", "power"),
    ("jiangyue", "江月", "power"),
    ("chiqing", "池清", "fabrication"),
    ("meixue", "梅雪", "fabrication"),
    ("shanggang", "尚岗", "mining"),
    ("tianye", "田野", "mining"),
    ("luyuan", "陆远", "logistics"),
    ("luoyuan", "骆原", "logistics"),
    ("cheqian", "车前", "logistics"),
    ("douyan", "窦岩", "recycling"),
    ("hemiao", "何苗", "recycling"),
    ("zhuqing", "竺青", "recycling"),
    ("suye", "苏叶", "fly-ash"),
    ("baiyang", "白杨", "fly-ash"),
    ("gantang", "甘棠", "fly-ash"),
    ("duruo", "杜若", "fly-ash"),
    ("lupingchuan", "路平川", "controls"),
    ("yuhui", "余晖", "controls"),
    ("shiying", "石英", "controls"),
    ("tongye", "佟野", "controls"),
    ("aiqing", "艾晴", "switchgear"),
    ("limingchuan", "黎明川", "switchgear"),
    ("manjiang", "满江", "switchgear"),
    ("kemu", "柯木", "switchgear"),
    ("kangqiao", "康乔", "switchgear"),
    ("xialei", "夏雷", "services"),
    ("dongqing", "董青", "services"),
    ("gusui", "谷穗", "services"),
    ("leiyun", "雷云", "services"),
    ("xiangyang", "项阳", "services"),
)

# (role, holder, unit served). One supervision group serves both companies. Source: S4.8.
_GROUP_OFFICES: tuple[tuple[str, str], ...] = (
    ("supervision_leader", "jiangyuanfan"),
    ("supervision_executive_deputy", "liangqingsong"),
    ("supervision_office", "baihua"),
    ("supervision_office", "yezhiqiu"),
    ("supervision_member", "baichangfeng"),
    ("supervision_member", "linjian"),
    ("supervision_member", "liuxi"),
    ("inspection_leader", "shilifeng"),
    ("inspector", "yunkai"),
    ("inspector", "qiushi"),
    ("inspector", "guanshan"),
    ("head_of_compliance", "zhongzhengsheng"),
    ("supervision_centre", "yanmingxi"),
    ("safety_department", "baihua"),
    ("functional_department", "maifeng"),
    ("functional_department", "jinli"),
    ("human_resources", "shujuan"),
    ("rule_department", "wenlan"),
    ("chief_executive", "yuanzhou"),
    ("quality_department", "chengzhun"),
    ("trade_union", "henuan"),
    ("trade_union", "miaoqing"),
    ("community_office", "anran"),
    ("community_office", "cenxi"),
)
_COMPANY_OFFICES: tuple[tuple[str, str, str], ...] = (
    ("chief_executive", "gaoyuan", COMPANY),
    ("unit_admin_head", "gaoyuan", COMPANY),
    ("unit_party_head", "shenxinghe", COMPANY),
    ("chief_executive", "gehaichuan", "shanxi-aluminium"),
    ("unit_admin_head", "gehaichuan", "shanxi-aluminium"),
    ("unit_party_head", "weidongfeng", "shanxi-aluminium"),
    ("liaison_officer", "dingxiang", "alumina"),
    ("liaison_officer", "xiahe", "smelter"),
    ("liaison_officer", "qinling", "energy"),
    ("liaison_officer", "milan", "support"),
    ("liaison_officer", "jiangyue", "power"),
    ("liaison_officer", "meixue", "fabrication"),
    ("liaison_officer", "tianye", "mining"),
    ("liaison_officer", "cheqian", "logistics"),
    ("liaison_officer", "zhuqing", "recycling"),
    ("liaison_officer", "baiyang", "fly-ash"),
    ("liaison_officer", "yuhui", "controls"),
    ("liaison_officer", "manjiang", "switchgear"),
    ("liaison_officer", "gusui", "services"),
)

# Plant → its administrative and its Party head. The administrative heads sit in the supervision
# group too, and so must stand aside when their own plant is judged. Source: S4.8.
_HEADS: tuple[tuple[str, str, str], ...] = (
    ("energy", "yanguangnian", "baorong"),
    ("support", "bailu", "guanyue"),
    ("smelter", "leiminggu", "fangyuan"),
    ("alumina", "taoran", "fengchunyu"),
    ("power", "huonuanyang", "wenquan"),
    ("fabrication", "lianhaiping", "songzhu"),
    ("mining", "yueyan", "yuanye"),
    ("logistics", "maqianli", "qiaomu"),
    ("recycling", "guizishan", "lantian"),
    ("fly-ash", "chenglinmu", "suye"),
    ("controls", "shenjiang", "lupingchuan"),
    ("switchgear", "aiqing", "limingchuan"),
    ("services", "xialei", "dongqing"),
)

PEOPLE: tuple[Person, ...] = tuple(
    Person(handle, handle, name, unit) for handle, name, unit in _PEOPLE
)


def appointments() -> tuple[Appointment, ...]:
    """Every office that is held in the sample group; each role that the policy names is held."""
    held = [(holder, role, GROUP) for role, holder in _GROUP_OFFICES]
    held += [(holder, role, unit) for role, holder, unit in _COMPANY_OFFICES]
    for unit, head, party in _HEADS:
        held.append((head, "unit_admin_head", unit))
        held.append((head, "supervision_member", GROUP))
        held.append((party, "unit_party_head", unit))
    return tuple(Appointment(*office, FIRST_DAY) for office in held)
