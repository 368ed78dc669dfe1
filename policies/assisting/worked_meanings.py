"""What the sentences of worked examples mean: one line in each language."""

from __future__ import annotations

from collections.abc import Mapping

WORKED_MEANINGS: Mapping[str, tuple[str, str]] = {
    "E01": (
        "例子开始时事项的状态；没有写到的前提，由系统补齐。",
        "Where the case stands when the example begins; what is not said is supplied.",
    ),
    "E02": (
        "填报字段，可以写在开头，也可以写在中途。",
        "A field is filled in, at the beginning or in the middle of the story.",
    ),
    "E03": (
        "在这一时刻真正办理一次；人名可以随意起，写成角色名的就是担任该角色的人。",
        "Really done at this moment; a name is free, the name of a role means who holds it.",
    ),
    "E04": ("在这一时刻签认核验项。", "The check is signed at this moment."),
    "E16": ("在这一时刻准予延期。", "More time is granted at this moment."),
    "E18": ("附上材料。", "A document is attached."),
    "E25": (
        "责任单位申报了停产放假，首尾两日都算在内。",
        "The responsible unit has declared a holiday, first and last day included.",
    ),
    "E05": (
        "时间过到这一刻，其间到期的提醒、逾期都会触发。",
        "Time passes up to this moment; everything due on the way fires.",
    ),
    "E06": ("此刻期限已过而没有办理。", "By now the time limit has ended without it."),
    "E07": ("此刻期限还没有过。", "By now the time limit has not ended."),
    "E08": ("期限届满的时刻。", "The moment at which the time limit ends."),
    "E17": ("告知期限届满的时刻。", "The moment at which the time limit for telling ends."),
    "E09": ("此前已经提级到该角色。", "By now it has been escalated to this role."),
    "E10": ("此前还没有提级到该角色。", "By now it has not been escalated to this role."),
    "E11": ("此前已经提醒过该角色。", "By now this role has been reminded."),
    "E11x": ("此前还没有提醒过该角色。", "By now this role has not been reminded."),
    "E11n": ("此前已经通知过该角色。", "By now this role has been notified."),
    "E11m": ("此前还没有通知过该角色。", "By now this role has not been notified."),
    "E11c": ("此前已经催办过该角色。", "By now this role has been chased."),
    "E11t": ("此前已经约谈过该角色。", "By now this role has been summoned."),
    "E11s": ("此前还没有约谈过该角色。", "By now this role has not been summoned."),
    "E20": ("本事项之下已经启动这类事项。", "A case of this kind is there under this one."),
    "E21": ("本事项之下还没有这类事项。", "There is no case of this kind under this one."),
    "E24": (
        "本事项之下已经启动这类事项，其字段为这一取值。",
        "A case of this kind is there under this one, and its field has this value.",
    ),
    "E22": ("此前已经通报。", "By now it has been circulated."),
    "E23": ("此前还没有通报。", "By now it has not been circulated."),
    "E12": ("在这一时刻试着办理，会被拒绝。", "Tried at this moment, it is refused."),
    "E12a": ("在这一时刻试着办理，可以办理。", "Tried at this moment, it is allowed."),
    "E19": ("在这一时刻试着延期，会被拒绝。", "More time asked for at this moment is refused."),
    "E26": ("在这一时刻试着暂停，会被拒绝。", "A pause asked for at this moment is refused."),
    "E13": ("此刻核验项没有通过。", "By now the check does not hold."),
    "E14": ("此刻核验项已经通过。", "By now the check holds."),
    "E15": ("此刻事项的状态。", "Where the case stands by now."),
}
"""By the id of the phrase."""
