"""What the sentences of clauses mean, beyond what they say: one line in each language."""

from __future__ import annotations

from collections.abc import Mapping

from policies.assisting.worked_meanings import WORKED_MEANINGS

Words = tuple[str, str]
"""The Chinese and the English words."""

_GIVEN: Mapping[str, Words] = {
    "G01": (
        "事项处于这一状态时才适用；离开该状态，因本条而起的期限即告终止。",
        "Holds while the case is in this state; what is owed by the clause lapses when it leaves.",
    ),
    "G02": (
        "该动作尚未办理时适用，不论处于什么状态；期限一直计到办理为止。",
        "Holds in every state until this has been done; a time limit lives on until then.",
    ),
    "G03": (
        "该动作已经办理过才适用；重新启动的事项，以前办理的不再算。",
        "Holds once this has been done; what was done before a reopening no longer counts.",
    ),
    "G04": (
        "字段已经填报并且等于这一取值。",
        "The field is filled in and has this value.",
    ),
    "G06": ("字段还是空的。", "The field is still empty."),
    "G07": (
        "小于这一数值，不含本数；没有填报的视为低于。",
        "Less than this number, not equal to it; an empty field counts as below.",
    ),
    "G08": (
        "大于或者等于这一数值；没有填报的视为未达到。",
        "This number or more; an empty field has not reached it.",
    ),
    "G16": (
        "大于这一数值，不含本数；没有填报的不算超过。",
        "More than this number, not equal to it; an empty field is not above.",
    ),
    "G09": ("事项在这一名单上。", "The case is on this list."),
    "G10": (
        "核验项既要由事实得出，又要有人签认，才算通过；签认后事实有变化的，签认失效。",
        "A check holds when the facts say so and it is signed; changed facts end a signature.",
    ),
    "G11": (
        "至少还有一个下级事项没有办理这一动作。",
        "At least one case under this one has not had this done.",
    ),
    "G12": (
        "责任单位就是这一单位，或者是它的下级单位。",
        "The responsible unit is this unit, or one below it.",
    ),
    "G13": (
        "所判断的那一天，责任单位已经申报停产放假。",
        "On the day that is judged the responsible unit has declared a holiday.",
    ),
}

_WHEN: Mapping[str, Words] = {
    "W01": (
        "动作办理之后；“假如”按办理后的新状态判断。",
        "Once this has been done; the conditions are judged in the new state.",
    ),
    "W02": (
        "有人要办理这一动作时；“假如”按办理前的状态判断。",
        "When somebody wants to do this; the conditions are judged in the state before it.",
    ),
    "W03": (
        "需要知道核验项是否成立时，由事实判断。",
        "Whenever the check is derived from the facts.",
    ),
    "W04": (
        "职责分离：办理过前一动作的人，要办理后一动作时。",
        "Separation of duties: whoever did the first wants to do the second.",
    ),
    "W05": (
        "与事项有利害关系的人（责任人、责任单位的人等）要办理时。",
        "Somebody with an interest in the case (its owners, its unit's people) wants to do this.",
    ),
    "W07": (
        "预警节点：期限届满前这么久触发一次；期限较短的不会触发。",
        "A warning: fires once, this long before the time limit ends.",
    ),
    "W08": (
        "逾期节点：期限届满而没有办理时触发一次。",
        "The breach: fires once when the time limit ends without it.",
    ),
    "W09": (
        "逾期后的督办节点：从届满起再过这么久仍未办理，触发一次。",
        "An escalation: fires once when this much more time has passed since the limit.",
    ),
    "W10": (
        "定时：从该动作办理起经过这么久，触发一次。",
        "A timer: fires once when this much time has passed since it was done.",
    ),
    "W11": (
        "周期性义务：只要事项符合“假如”，每个周期都要重新办理。",
        "Recurs by the calendar, while the case is where the conditions say.",
    ),
    "W13": (
        "事项办结（销号）后这段时间内，记录到同类问题再次发生时。",
        "When a recurrence is put on record within this time of the closing.",
    ),
    "W14": (
        "有人要签认这一核验项时。",
        "When somebody wants to sign this check.",
    ),
    "W15": (
        "有利害关系的人要签认这一核验项时。",
        "When somebody with an interest in the case wants to sign this check.",
    ),
}

_TIME: Mapping[str, Words] = {
    "T01": (
        "起算一个期限，办理了就停止。日、周、月、年：起算当日不计，到最后一日24时届满；小时从当时起算。",
        (
            "Starts a time limit that doing it stops. Days, weeks, months, years: the first day "
            "does not count, the last ends at 24:00; hours run from the moment itself."
        ),
    ),
    "T02": (
        "期限到起算当日24时届满。",
        "The time limit ends at 24:00 of the same day.",
    ),
    "T03": (
        "期限到所写的时点为止；写在“每…”之后的，是每个周期里的时点。",
        "The time limit ends at the point named; with a calendar, in each of its periods.",
    ),
    "T03d": (
        "期限到该字段所填日期的24时为止。",
        "The time limit ends with the day that the field names, at 24:00.",
    ),
    "T04": (
        "起算一个告知期限；通知送达后停止。",
        "Starts a time limit for telling; a delivered notice stops it.",
    ),
    "T47": (
        "符合条件的那个周期不要求办理，也不计缺报。",
        "For such a period nothing is owed, and nothing is counted as missed.",
    ),
    "T33": (
        "本事项的期限停止计算，直到恢复。",
        "The time limits of the case stand still until they are resumed.",
    ),
    "T34": ("停下的期限继续计算。", "Time limits that stood still run on."),
    "T49": (
        "一次暂停最多这么久，到时自动恢复计时。",
        "One pause lasts this long at most; then the clocks run again by themselves.",
    ),
    "T50": (
        "各次暂停加在一起最多这么久。",
        "All pauses together last this long at most.",
    ),
    "T35": (
        "期限可以延长的次数，以及每次最长延长多久。由谁准予，另由“拟‘准予延期’时”的条款规定。",
        "How often the time limit may be extended, and by how much; who may is said elsewhere.",
    ),
    "T42": (
        "届满日是休息日的，延到下一个工作日。",
        "A limit that would end on a day off ends on the next working day.",
    ),
    "T43": (
        "届满日是休息日的，提前到上一个工作日。",
        "A limit that would end on a day off ends on the working day before.",
    ),
    "T44": (
        "届满日是休息日的，仍在当日届满。",
        "A limit that ends on a day off ends on it all the same.",
    ),
}

_WHO: Mapping[str, Words] = {
    "T40": (
        "没有被点名的人一律不得办理；几条点名几个角色的，任何一个都可以。",
        "Whoever is not named may not; where several clauses name roles, each of them may.",
    ),
    "T05": (
        "由谁承办；提醒和逐级督办从这个角色开始。",
        "Who has to do it; reminders and escalation start with this role.",
    ),
    "T06": (
        "要由两个不同的人各签一次，才算办理。",
        "Two different persons must both do it before it counts.",
    ),
    "T07": (
        "先经批准，才能办理；批准人与办理人不是同一人。事项状态变了，批准失效。",
        "An approval comes first; it lapses when the case moves on.",
    ),
    "T08": (
        "按所写顺序逐级批准，每一级是不同的人。",
        "Approvals in the order that is written, each by a different person.",
    ),
    "T13": (
        "这样的人不得办理，由别人办理。",
        "Such a person may not do it; somebody else must.",
    ),
    "T09": (
        "核验项没有成立并签认的，不予办理。",
        "Refused unless the check is derived and signed.",
    ),
    "T10": ("字段没有填报的，不予办理。", "Refused unless the field is filled in."),
    "T11": ("没有附上材料的，不予办理。", "Refused unless the document is attached."),
    "T12": (
        "符合“假如”的一律不予办理，并说明这一理由；各条同时适用。",
        "Refused with this reason whenever the conditions hold; all gates apply at once.",
    ),
    "T41": (
        "符合“假如”时核验项不成立；引号里的话是给办理人看的理由。",
        "While the conditions hold the check does not; the quoted words are the reason shown.",
    ),
    "T14": (
        "符合“假如”时由事实得出核验项成立；还要有人签认才算通过。",
        "The facts say that the check holds; it still has to be signed.",
    ),
}

_CONSEQUENCES: Mapping[str, Words] = {
    "T15": ("向该角色发提醒。", "A reminder goes to this role."),
    "T16": ("向该角色发通知。", "A notice goes to this role."),
    "T17": ("向该角色发催办通知。", "A chasing notice goes to this role."),
    "T32": ("通知该角色接受约谈。", "This role is summoned for a talk."),
    "T18": (
        "把逾期的事项报给上一级；本人应当回避的，绕到下一个可以受理的人。",
        "Reports the case upwards; whoever must stand aside is stepped around, on record.",
    ),
    "T19": ("事项列入名单，直到移出。", "The case is put on the list until it is taken off."),
    "T20": ("系统把字段填成这一取值。", "The system sets the field to this value."),
    "T21": (
        "由系统自动办理；同样要有条款准许“系统”办理，并通过全部前置条件。",
        "Done by the system, which needs to be named for it and passes the same gates.",
    ),
    "T27": (
        "在本事项之下启动一个“停产停工”事项。",
        "A stop-work case is opened under this one.",
    ),
    "T22": (
        "在本事项之下启动一个这类事项；作为单独的一次办理执行。",
        "A case of this kind is opened under this one, as a command of its own.",
    ),
    "T23": (
        "向公司的每个单位各下达一个，包括本单位。",
        "One case for each unit of the company, its own included.",
    ),
    "T24": (
        "向公司的其他单位各下达一个。",
        "One case for each other unit of the company.",
    ),
    "T28": (
        "启动一个奖励事项，金额在所写的范围内。",
        "Opens a reward claim with these bounds.",
    ),
    "T29": (
        "对该角色启动一个考核事项。",
        "Opens a performance deduction for this role.",
    ),
    "T29d": (
        "对该角色启动一个考核事项，金额加倍。",
        "Opens a performance deduction for this role, twice the usual.",
    ),
    "T30": (
        "本事项不得再启动考核。",
        "No performance deduction may be imposed for this case.",
    ),
    "T31": (
        "向公司各单位负责人发通报。",
        "A circular notice goes to the heads of every unit of the company.",
    ),
    "T46": (
        "对与本事项有这种关系的另一事项办理；由系统执行，同样受条款约束。",
        "Done by the system to the case that stands in this relation, under the same rules.",
    ),
    "T48": ("事项从名单上移出。", "The case is taken off the list."),
}

MEANINGS: Mapping[str, Words] = {
    **_GIVEN,
    **_WHEN,
    **_TIME,
    **_WHO,
    **_CONSEQUENCES,
    **WORKED_MEANINGS,
}
"""By the id of the phrase."""
