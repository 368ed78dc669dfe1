"""The fourteen invented findings of the sample ledger, each fitting its plant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Written(Enum):
    """How the office wrote a date: everybody has a way of their own."""

    CELL = auto()
    DOTS = auto()
    WORDS = auto()
    MONTH_END = auto()
    STAGE = auto()
    MANNER = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """One row; `due_in` counts days from the day the ledger is written."""

    unit: str
    place: str
    problem: str
    specialty: str
    manner: str
    owner: str
    party: str
    reinspector: str
    due_in: int
    written: Written
    grade: str = "一般"
    basis: str = ""
    measures: str = ""
    funds: str = ""
    contingency: str = ""
    lead: str = ""
    inspected: int = 0
    remarks: str = ""


FINDINGS: tuple[Finding, ...] = (
    Finding(
        unit="电解厂",
        place="电解一车间305号槽区",
        problem="1.槽控机柜接地线松脱；2.出铝抬包吊具检验标识过期",
        specialty="电气",
        manner="立行立改",
        owner="田铁山",
        party="方圆",
        reinspector="林间",
        due_in=3,
        written=Written.DOTS,
        basis="用电安全导则；吊索具管理规定",
    ),
    Finding(
        unit="电解厂",
        place="烟气净化车间罗茨风机房",
        problem="1.风机房噪声超标区未设警示标识\n2.值班室隔声门损坏",
        specialty="职业卫生",
        manner="限期整改",
        owner="谷雨",
        party="方圆",
        reinspector="柳溪",
        due_in=20,
        written=Written.WORDS,
        measures="1.补设噪声警示标识；2.更换隔声门并复测噪声",
        funds="1.2万",
        contingency="更换期间缩短巡检停留时间，进入必须佩戴护耳器",
    ),
    Finding(
        unit="氧化铝厂",
        place="赤泥库2号回水泵房",
        problem="1.回水泵联轴器无防护罩；2.配电箱未接地；3.巡检记录漏签",
        specialty="设备",
        manner="限期",
        owner="罗石泉",
        party="冯春雨",
        reinspector="林间",
        due_in=21,
        written=Written.CELL,
        basis="生产设备安全卫生设计总则",
        inspected=1,
    ),
    Finding(
        unit="氧化铝厂",
        place="溶出车间套管预热平台",
        problem="平台护栏一处开焊，踢脚板缺失",
        specialty="设备",
        manner="立即整改",
        owner="杨柳风",
        party="冯春雨",
        reinspector="柳溪",
        due_in=3,
        written=Written.DOTS,
        inspected=1,
    ),
    Finding(
        unit="热电分厂",
        place="2号锅炉给煤机检修平台",
        problem="1.检修平台护栏缺失；2.给煤机急停拉绳失效",
        specialty="设备",
        manner="立行立改",
        owner="柴薪",
        party="温 泉",
        reinspector="林间",
        due_in=7,
        written=Written.CELL,
        inspected=2,
    ),
    Finding(
        unit="热电厂",
        place="输煤栈桥转运站",
        problem="①栈桥内积粉未及时清扫；②除尘器压差表无指示",
        specialty="消防",
        manner="限期整改",
        owner="霍暖阳",
        party="温泉",
        reinspector="柳溪",
        due_in=30,
        written=Written.MONTH_END,
        measures="①每班清扫并签字；②更换压差表",
        funds="3000元",
        contingency="清扫前停运输煤皮带，严禁用压缩空气吹扫",
        inspected=2,
    ),
    Finding(
        unit="铝加工事业部",
        place="铸造车间2号铸造机",
        problem="1.结晶器冷却水出口未设温度、流量监测和报警；2.铝液流槽紧急排放坑内有积水",
        specialty="工艺",
        manner="限期整改",
        owner="段坚",
        party="宋竹",
        reinspector="林间",
        due_in=60,
        written=Written.WORDS,
        grade="重大",
        basis="工贸企业重大事故隐患判定标准",
        lead="沈星河",
        inspected=3,
        remarks="未装监测报警前停用2号铸造机",
    ),
    Finding(
        unit="铝加工事业部",
        place="热轧机地下油库",
        problem="油库灭火器压力不足两具，疏散指示灯不亮",
        specialty="消防",
        manner="立行立改",
        owner="连海平",
        party="宋竹",
        reinspector="柳溪",
        due_in=3,
        written=Written.DOTS,
        inspected=3,
    ),
    Finding(
        unit="矿业公司",
        place="采场东帮2号平台",
        problem="1、边坡位移监测点遮挡；2、平台排水沟淤堵",
        specialty="矿山",
        manner="限期整改",
        owner="易砂",
        party="原野",
        reinspector="柳溪",
        due_in=45,
        written=Written.MONTH_END,
        funds="2.5万",
        inspected=3,
    ),
    Finding(
        unit="矿业公司",
        place="维修间氧气乙炔存放点",
        problem="氧气瓶与乙炔瓶间距不足，空瓶未挂牌",
        specialty="消防",
        manner="立查立改",
        owner="岳岩",
        party="原野",
        reinspector="林间",
        due_in=3,
        written=Written.DOTS,
        inspected=3,
    ),
    Finding(
        unit="能源管理中心",
        place="110千伏变电站主控室",
        problem="绝缘手套超过检验周期",
        specialty="电气",
        manner="立行立改",
        owner="陆风",
        party="包容",
        reinspector="林间",
        due_in=0,
        written=Written.MANNER,
        inspected=4,
    ),
    Finding(
        unit="能源中心",
        place="空压站3号储气罐",
        problem="储气罐安全阀校验报告未张贴，压力表表盘模糊",
        specialty="特种设备",
        manner="限期整改",
        owner="晏光年",
        party="包容",
        reinspector="柳溪",
        due_in=-1,
        written=Written.CELL,
        measures="重新校验安全阀，更换压力表",
        funds="0.3万",
        contingency="校验期间由备用储气罐供气",
        inspected=4,
        remarks="督察组要求一周内完成",
    ),
    Finding(
        unit="氧化铝厂",
        place="焙烧炉煤气总管区域",
        problem="煤气区域人员进出登记不全，固定式报警仪标定记录不连续",
        specialty="管理",
        manner="长期坚持",
        owner="陶然",
        party="冯春雨",
        reinspector="柳溪",
        due_in=90,
        written=Written.STAGE,
        inspected=4,
    ),
    Finding(
        unit="电解厂",
        place="多功能天车司机室",
        problem="1.天车滑触线防护板脱落；2.司机室灭火器未点检",
        specialty="设备",
        manner="限期整改",
        owner="雷鸣谷",
        party="方圆",
        reinspector="林间",
        due_in=25,
        written=Written.WORDS,
        inspected=4,
    ),
)
