"""What can be wrong with what a policy says: its terms, and how its clauses fit together."""

from __future__ import annotations

from collections.abc import Mapping

from policies.problem_codes.text import ERROR, WARNING, Row

TERMS: Mapping[str, Row] = {
    "not-of-kind": (
        ERROR,
        "“{kind}”没有{category}“{word}”。",
        "A “{kind}” has no {category} “{word}”.",
    ),
    "not-a-choice": (
        ERROR,
        "“{field}”不能是“{value}”。",
        "“{field}” cannot be “{value}”.",
    ),
    "not-a-number": (
        ERROR,
        "“{field}”不是数字，不能比较大小。",
        "“{field}” is not a number and cannot be compared.",
    ),
    "not-a-date": (
        ERROR,
        "“{field}”不是日期，不能作为期限。",
        "“{field}” is not a date and cannot be a time limit.",
    ),
    "derived-field": (
        ERROR,
        "“{field}”由系统计算，不能填报或者设定。",
        "“{field}” is computed and cannot be filled in or set.",
    ),
    "unknown-unit": (ERROR, "没有名为“{word}”的单位。", "There is no unit called “{word}”."),
    "role-unheld": (
        WARNING,
        "目前无人担任“{role}”；启用前应当任命。",
        "Nobody holds the role “{role}”; somebody must before activation.",
    ),
}

LOGIC: Mapping[str, Row] = {
    "scope-contradicts": (
        ERROR,
        "这些条件不可能同时成立，没有事项会符合。",
        "These conditions exclude each other: no case can ever match.",
    ),
    "occasion-impossible": (
        ERROR,
        "符合这些条件的“{kind}”不能“{trigger}”，没有事项会符合。",
        "A “{kind}” under these conditions cannot “{trigger}”: no case can ever match.",
    ),
    "state-not-entered": (
        ERROR,
        "“{kind}”在“{trigger}”后不会符合这些条件，没有事项会符合。",
        "After “{trigger}” a “{kind}” never meets these conditions: no case can ever match.",
    ),
    "intent-not-named": (
        ERROR,
        "“{kind}”的“{trigger}”将由系统办理，而没有条款规定“系统”可以办理。",
        "“{trigger}” would be done to a “{kind}” by the system, but no clause names the system.",
    ),
    "no-place": (
        ERROR,
        "“{kind}”不能设在“{parent}”之下。",
        "A “{kind}” cannot stand under a “{parent}”.",
    ),
    "open-cycle": (
        ERROR,
        "登记入账会无休止地启动新事项：{cycle}。",
        "Cases would be opened for ever: {cycle}.",
    ),
    "arms-nothing": (
        ERROR,
        "这一后果不能写在“{when}”之后，写了也不起作用。",
        "This consequence does nothing on the occasion “{when}”.",
    ),
    "impossible-move": (
        ERROR,
        "此时不能“{trigger}”，这一后果永远不会发生。",
        "“{trigger}” is not possible then, so this can never happen.",
    ),
    "other-subject": (
        ERROR,
        "后果说的是“{then}”，“当”说的是“{when}”。",
        "The consequence is about “{then}”, the occasion about “{when}”.",
    ),
    "rung-without-obligation": (
        ERROR,
        "没有任何条款规定“{kind}”何时应当“{trigger}”，这一督办节点没有依据。",
        "No clause says when a “{kind}” must “{trigger}”: this rung hangs on nothing.",
    ),
    "rung-never-fires": (
        ERROR,
        "期限只有{limit}（{other}），届满前{duration}的提醒不会发生。",
        "The time limit is only {limit} ({other}): a rung {duration} before its end never fires.",
    ),
    "level-never-fires": (
        ERROR,
        "到 {other} 时事项已经自动“{trigger}”，这一级督办永远不会发生。",
        "By {other} the case has already done “{trigger}” by itself: this level can never fire.",
    ),
    "state-without-deadline": (
        ERROR,
        "“{kind}”处于“{state}”状态时没有任何期限，会被搁置。",
        "A “{kind}” that is “{state}” has no time limit at all and could be let go.",
    ),
    "entry-without-deadline": (
        WARNING,
        "“{kind}”因“{trigger}”进入“{state}”状态时，没有任何期限起算。",
        "When “{trigger}” brings a “{kind}” to “{state}”, no time limit begins.",
    ),
    "no-roll": (
        ERROR,
        "没有写明期限遇休息日怎么办：请加一句“期限遇休息日的，……”，或者给整个制度加标签。",
        (
            "It does not say what happens when the time limit ends on a day off: "
            "add a sentence, or a tag for the whole document."
        ),
    ),
    "roll-without-limit": (
        ERROR,
        "这里没有会遇到休息日的期限，这一约定不起作用。",
        "There is no time limit here that could end on a day off.",
    ),
    "two-rolls": (
        ERROR,
        "对休息日已经有了约定，不能再有一种。",
        "It already says what happens on a day off; there cannot be two conventions.",
    ),
    "occurrence-limit": (
        ERROR,
        "“{when}”的期限应当写成每一期里都有的时点：应当在17时前、在当日，每月的也可以写25日前、月底前。",
        (
            "What is owed “{when}” is due at a point of each period: by 17:00, on the same day, "
            "and where months count by day 25 or by the end of the month."
        ),
    ),
    "excuse-without-obligation": (
        ERROR,
        "没有条件更宽的条款规定“{when}”应当“{trigger}”，这里没有可以免予的事。",
        (
            "No clause of a wider scope says that “{trigger}” is owed “{when}”: "
            "there is nothing to excuse from."
        ),
    ),
    "pause-without-end": (
        WARNING,
        "“{kind}”的暂停没有上限：请写每次、累计暂停最长多久，或者何时恢复计算期限。",
        "A pause of a “{kind}” has no end: say how long it lasts at most, or when it runs again.",
    ),
    "waiver-without-approval": (
        ERROR,
        "“{kind}”在“{states}”时的特批没有规定由谁批准：请写“应当经‘…’批准”。",
        "No clause says whose approval a waiver for a “{kind}” takes in “{states}”: say it.",
    ),
    "cap-without-pause": (
        ERROR,
        "这里没有暂停：暂停的上限写在“拟‘暂停计时’时”，或者与“暂停计算期限”写在一起。",
        "A cap belongs beside “stop the clock” or “the time limit stops running”: no pause here.",
    ),
    "extension-without-limit": (
        ERROR,
        "这里没有可以延长的期限。",
        "There is no time limit here that could be extended.",
    ),
    "nobody-may": (
        ERROR,
        "没有任何条款规定谁可以对“{kind}”办理“{trigger}”（{states}）。",
        "No clause says who may “{trigger}” a “{kind}” ({states}).",
    ),
    "timer-not-named": (
        ERROR,
        "“{trigger}”自动发生，但没有条款允许“系统”办理。",
        "“{trigger}” happens by itself, but no clause lets the “system” do it.",
    ),
    "check-unjudged": (
        ERROR,
        "没有任何条款规定“{kind}”的核验项“{check}”何时通过、何时不通过。",
        "No clause says when the check “{check}” of a “{kind}” holds or does not.",
    ),
    "check-unsigned": (
        ERROR,
        "没有任何条款规定谁可以签认“{kind}”的核验项“{check}”。",
        "No clause says who may sign the check “{check}” of a “{kind}”.",
    ),
    "kind-without-policy": (
        WARNING,
        "没有任何条款涉及“{kind}”；这类事项不能办理。",
        "No clause is about a “{kind}”: such cases cannot advance.",
    ),
    "ambiguous": (
        ERROR,
        (
            "本款与 {other} 都规定{subject}，可以同时适用，又分不出哪一款更具体；"
            "请补写两者条件同时成立的场景。"
        ),
        (
            "This clause and {other} both set {subject}, can apply together, and neither is the "
            "more specific: write the scenario in which both conditions hold."
        ),
    ),
    "contradiction": (
        ERROR,
        "本款与 {other} 条件相同，对{subject}的规定却不同。",
        "This clause and {other} have the same conditions and differ about {subject}.",
    ),
    "duplicate-rule": (
        ERROR,
        "本款与 {other} 完全相同。",
        "This clause says the same as {other}.",
    ),
    "move-cycle": (
        ERROR,
        "自动办理形成循环：{cycle}。",
        "These moves go round in a circle: {cycle}.",
    ),
}
