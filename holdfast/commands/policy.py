"""`holdfast policy …`: feature files checked, proved, put in force and read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import NotReady
from domain.problems import Problem, Severity, has_errors
from holdfast.commands import policy_reading
from holdfast.door import Door, command
from holdfast.exit_codes import REFUSED
from holdfast.printing import console, problem_line

if TYPE_CHECKING:
    from policies.checking import Checked
    from policies.rules import RuleSet
    from proofs.running import ProofReport

POLICY = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"policy": POLICY}
policy_reading.add_to(POLICY)


@command(POLICY, "check")
def check(
    door: Door,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="制度目录，默认随附 / default: shipped")
    ] = None,
    no_proofs: Annotated[
        bool, typer.Option("--no-proofs", help="不运行证明 / read and compile only")
    ] = False,
) -> None:
    """检查并证明制度 / Check feature files and prove every clause; exit code 1 on an error."""
    from casework.policies_in_force import read_features
    from holdfast.shipped import shipped_features

    chosen = folder or shipped_features()
    texts = read_features(chosen)
    checked = _checked(door, texts)
    problems, proved = list(checked.problems), 0
    if checked.ruleset is not None and not no_proofs:
        report = _proved(door, texts, checked.ruleset)
        problems.extend(report.problems)
        proved = report.proved
    rules = 0 if checked.ruleset is None else len(checked.ruleset.rules)
    ok = not has_errors(problems)
    value = {
        "ok": ok,
        "rules": rules,
        "proofs": proved,
        "problems": [problem.as_json() for problem in problems],
    }
    summary = _summary(door, (ok, rules, proved, len(texts)), problems)
    door.answer(value, [*(problem_line(one, door.lang) for one in problems), summary])
    if not ok:
        raise typer.Exit(REFUSED)


def _checked(door: Door, texts: Mapping[str, str]) -> Checked:
    """Against the units of the installation where there is one, else the texts alone."""
    from casework.policies_in_force import check_for

    with ExitStack() as stack:
        try:
            app = stack.enter_context(door.app())
        except NotReady:
            return check_for(None, texts)
        return check_for(app, texts)


def _proved(door: Door, texts: Mapping[str, str], ruleset: RuleSet) -> ProofReport:
    from proofs.running import prove

    with console(error=True).status(door.say("正在证明每个条款…", "proving every clause…")):
        return prove(texts, ruleset)


def _summary(door: Door, counts: tuple[bool, int, int, int], problems: list[Problem]) -> str:
    ok, rules, proved, files = counts
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if ok:
        return door.say(
            f"检查通过：{files} 个文件，{rules} 条规则，{proved} 项证明。",
            f"In order: {files} files, {rules} rules, {proved} proofs.",
        )
    return door.say(
        f"检查未通过：{errors} 处错误。改正后再运行 holdfast policy check。",
        f"Not in order: {errors} error(s). Correct them and run holdfast policy check again.",
    )


@command(POLICY, "activate", by=True)
def activate(
    door: Door,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="制度目录 / the feature files")],
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="PERSON", help="批准人 / who approves")
    ],
) -> None:
    """证明并启用制度 / Prove a set of feature files and put it in force for new cases."""
    from casework.policies_in_force import activate as put_in_force
    from casework.policies_in_force import read_features

    texts = read_features(folder)
    ruleset = _checked(door, texts).ruleset
    proofs = () if ruleset is None else _proved(door, texts, ruleset).problems
    with door.app() as app:
        version = put_in_force(app, texts, by=door.by, approved_by=approved_by, proofs=proofs)
    value: dict[str, Any] = {"version": version, "files": sorted(texts)}
    said = door.say(
        f"已启用制度 {version[:12]}；在办事项仍按原制度，新事项按新制度。",
        f"In force: {version[:12]}; open cases keep their version, new ones follow this.",
    )
    door.answer(value, [said])
