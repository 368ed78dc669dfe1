"""The options that every command takes, wherever they stand on the line."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Lang(StrEnum):
    """A language that Holdfast speaks."""

    ZH = "zh"
    EN = "en"


Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="数据目录 / data folder [HOLDFAST_DATA, ./var]"),
]
Language = Annotated[
    Lang | None, typer.Option("--lang", help="输出语言 / language of the answers [HOLDFAST_LANG]")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / answer in JSON")]
At = Annotated[
    str | None,
    typer.Option(
        "--now",
        metavar="ISO",
        help="演练时钟前进到此刻 / move a driven clock on to this moment (local time)",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="PERSON", envvar="HOLDFAST_AS", help="办理人 / who acts (handle or name)"
    ),
]

SHARED: Mapping[str, Any] = {"data": Data, "lang": Language, "as_json": AsJson, "now": At}
"""Parameter name → option, for every command; those that act take `by` too."""

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="填报字段，可多次 / fill in a field, again"),
]
Reason = Annotated[str, typer.Option("--reason", help="理由 / why")]
Case = Annotated[str, typer.Argument(metavar="ID", help="事项编号 / number or handle of the case")]


def shared_parameters(*, by: bool) -> list[inspect.Parameter]:
    """The shared options as keyword parameters with their defaults."""
    options = {**SHARED, "by": By} if by else SHARED
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False if name == "as_json" else None,
            annotation=option,
        )
        for name, option in options.items()
    ]
