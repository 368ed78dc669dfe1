"""Owns the reference page of the command line: every command, its arguments, the exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from holdfast.cli import PARTS, app_for
from holdfast.exit_codes import BROKEN, DONE, EXIT_CODES, REFUSED, WRONG_USAGE
from holdfast.options import SHARED
from tools.reference import NOTE

_SHARED = frozenset(SHARED) | {"by", "help"}
_MEANINGS = {
    DONE: "done",
    REFUSED: "understood, and the answer is no; the reason and the policy line on standard error",
    WRONG_USAGE: "the line names something that is not there or cannot be read",
    BROKEN: "a bug: the lines on standard error say where",
}


def commands() -> str:
    """Every command with its arguments and own options, and what the exit codes mean."""
    # The name is the vendored library's own; Typer promises no type for the tree it builds.
    tree: Any = typer.main.get_command(app_for(None))
    lines = ["# Commands", "", NOTE]
    lines += ["Every command also takes these, before or after its name:", ""]
    lines += _options(tree.params, shared=True)
    lines.append("")
    for name, part in PARTS.items():
        lines += [f"## {name}", "", part.help, ""]
        found = tree.commands[name]
        below = getattr(found, "commands", {"": found})
        for own, command in below.items():
            lines += _command(command, f"holdfast {name} {own}".rstrip(), alone=not own)
    lines += ["## Exit codes", "", "| code | meaning | errors |", "|---|---|---|"]
    for code, meaning in _MEANINGS.items():
        errors = ", ".join(f"`{kind.code}`" for kind, found in EXIT_CODES.items() if found == code)
        lines.append(f"| {code} | {meaning} | {errors} |")
    return "\n".join(lines) + "\n"


def _command(found: Any, path: str, *, alone: bool) -> Iterator[str]:  # noqa: ANN401 - a command of the vendored library
    words = [
        one.metavar or one.name.upper() for one in found.params if one.param_type_name == "argument"
    ]
    wanted = [
        f"{one.opts[0]} {one.metavar or one.name.upper()}"
        for one in found.params
        if one.param_type_name == "option" and one.required
    ]
    line = f"`{' '.join((path, *words, *wanted))}`"
    yield from (line, "") if alone else (f"### {line}", "", found.help.partition("\n")[0], "")
    options = list(_options(found.params, shared=False))
    yield from (*options, "") if options else ()


def _options(parameters: Any, *, shared: bool) -> Iterator[str]:  # noqa: ANN401 - as above
    for one in parameters:
        if one.param_type_name != "option" or (one.name in _SHARED) is not shared:
            continue
        if one.name in {"help", "install_completion", "show_completion"}:
            continue
        metavar = f" {one.metavar}" if one.metavar else ""
        yield f"- `{one.opts[0]}{metavar}`: {one.help}"
