"""`holdfast policy diff`: what one version or folder says otherwise than another, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import BadInput, PolicyRejected
from domain.problems import Severity
from holdfast.door import Door, command

if TYPE_CHECKING:
    from policies.differing import Difference
    from policies.rules import RuleSet

_SHORT, _MOST = 12, 2


def add_to(group: typer.Typer) -> None:
    """Add the command to the group `policy`."""
    command(group, "diff")(diff)


def diff(
    door: Door,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="[OLD] NEW",
            help="版本或目录，旧的默认为生效的 / versions or folders; OLD is by default in force",
        ),
    ],
) -> None:
    """比较两份制度：哪些条款由什么改为什么 / Which clauses say what otherwise, in words."""
    from policies.differing import differences

    if len(names) > _MOST:
        raise BadInput(
            field="NEW",
            reason_zh="最多写两个版本或目录：旧的、新的",
            reason_en="name two versions or folders at most: the old and the new one",
        )
    old, new = (None, *names) if len(names) < _MOST else names
    with ExitStack() as stack:
        (was, before), (now, after) = (_rules(door, stack, name) for name in (old, new))
    found = differences(before, after)
    counts = Counter(str(one.sort) for one in found)
    value = {
        "old": was,
        "new": now,
        "counts": dict(counts),
        "items": [one.as_json(door.lang) for one in found],
        "next": None,
    }
    door.answer(value, _lines(door, (was, now), found))


def _rules(door: Door, stack: ExitStack, name: str | None) -> tuple[str, RuleSet]:
    """What a folder or a version says. Raises: PolicyRejected for text that cannot be read."""
    from casework.policies_in_force import read_features
    from casework.policy_versions import version_rules
    from policies.checking import read_rules

    if name is None or not _is_folder(name):
        return version_rules(stack.enter_context(door.app()), name)
    checked = read_rules(read_features(Path(name)))
    if checked.ruleset is None:
        wrong = [one for one in checked.problems if one.severity is Severity.ERROR]
        raise PolicyRejected(count=len(wrong), problems=wrong)
    return name, checked.ruleset


def _is_folder(name: str) -> bool:
    """A hash has no separators, and no folder is looked for under the name of a file."""
    return Path(name).exists() or any(mark in name for mark in "/\\.")


def _lines(door: Door, names: tuple[str, str], found: tuple[Difference, ...]) -> Iterator[str]:
    was, now = (name if _is_folder(name) else name[:_SHORT] for name in names)
    if not found:
        yield door.say(f"{now} 与 {was} 没有不同。", f"{now} says the same as {was}.")
        return
    yield door.say(
        f"{now} 与 {was} 相比，有 {len(found)} 处不同：",
        f"{now} differs from {was} in {len(found)} place(s):",
    )
    yield from (f"  {one.words(door.lang)}" for one in found)
