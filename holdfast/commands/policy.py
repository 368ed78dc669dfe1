"""`holdfast policy …`: feature files checked, proved, put in force and read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import BadInput, NotReady
from holdfast.commands import (
    explaining,
    policy_assisting,
    policy_diff,
    policy_following,
    policy_life,
    policy_reading,
    policy_simulating,
)
from holdfast.door import Door, command
from holdfast.exit_codes import REFUSED
from holdfast.printing import progress

if TYPE_CHECKING:
    from policies.checking import Checked
    from proofs.mutants import Sample

POLICY = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"policy": POLICY}
policy_reading.add_to(POLICY)
explaining.add_to(POLICY, "explain")
policy_life.add_to(POLICY)
policy_following.add_to(POLICY)
policy_diff.add_to(POLICY)
policy_assisting.add_to(POLICY)
policy_simulating.add_to(POLICY)


Folder = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="制度目录，默认随附 / default: shipped")
]
NoProofs = Annotated[bool, typer.Option("--no-proofs", help="不运行证明 / read and compile only")]
Mutate = Annotated[
    str | None,
    typer.Option(
        "--mutate",
        metavar="N|all",
        help="逐一改动规则，看证明能否发现 / change rules one by one: do the proofs notice?",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="抽取改动的种子 / which changes --mutate draws")]
Full = Annotated[
    bool, typer.Option("--full", help="逐条列出 / list clause by clause, not only counts")
]


@command(POLICY, "check")
def check(
    door: Door,
    folder: Folder = None,
    *,
    no_proofs: NoProofs = False,
    mutate: Mutate = None,
    seed: Seed = 0,
    full: Full = False,
) -> None:
    """检查并证明制度 / Check feature files and prove every clause; exit code 1 on an error."""
    from casework.policies_in_force import read_features
    from holdfast.shipped import shipped_features
    from holdfast.showing.policy_check import report_lines
    from proofs.reporting import Wanted, full_report

    mutants = _sample(mutate, seed, no_proofs=no_proofs)
    texts = read_features(folder or shipped_features())
    checked, held = _checked(door, texts)
    with progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("证明每个条款", "proving every clause"), total=None)
        report = full_report(
            texts,
            checked,
            wanted=Wanted(held, proofs=not no_proofs, mutants=mutants),
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    door.answer(report.as_json(door.lang), report_lines(report, door.lang, full=full))
    if not report.ok:
        raise typer.Exit(REFUSED)


def _sample(text: str | None, seed: int, *, no_proofs: bool) -> Sample | None:
    """How many changes are tried. Raises: BadInput for what is no number."""
    from proofs.mutants import Sample

    if text is None:
        return None
    if no_proofs:
        raise BadInput(
            field="--mutate",
            reason_zh="改动试验要运行证明，请去掉 --no-proofs",
            reason_en="changes are tried by running proofs: leave out --no-proofs",
        )
    if text == "all":
        return Sample(None, seed)
    if not text.isdecimal() or int(text) < 1:
        raise BadInput(
            field="--mutate",
            reason_zh=f"“{text}”不是改动的数目，请写 200 这样的数，或者 all",
            reason_en=f"“{text}” is no number of changes: write one like 200, or all",
        )
    return Sample(int(text), seed)


def _checked(door: Door, texts: Mapping[str, str]) -> tuple[Checked, frozenset[str] | None]:
    """Against the organisation of the installation where there is one, else the texts alone."""
    from casework.policies_in_force import check_for, roles_held

    with ExitStack() as stack:
        try:
            app = stack.enter_context(door.app())
        except NotReady:
            return check_for(None, texts), None
        return check_for(app, texts), roles_held(app)
