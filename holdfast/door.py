"""The door of one command: its settings, its language, its form of answer, and its errors."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from casework.settings import (
    Settings,
    language_from_environment,
    settings_from_environment,
)
from domain.errors import BadInput, HoldfastError
from holdfast.exit_codes import exit_code_of
from holdfast.options import shared_parameters
from holdfast.printing import error_json, error_lines, write_json, write_lines, write_table

if TYPE_CHECKING:
    from casework.app import App

F = TypeVar("F", bound=Callable[..., None])


@dataclass(frozen=True)
class Door:
    """What a command was asked in general, whatever it does."""

    settings: Settings
    as_json: bool
    now: datetime | None
    who: str | None

    @property
    def lang(self) -> str:
        """`zh` or `en`."""
        return self.settings.lang

    @property
    def by(self) -> str:
        """Who acts. Raises: BadInput when nobody was named."""
        if self.who is None:
            raise BadInput(
                field="--as",
                reason_zh="请用 --as 写明办理人（工号或姓名），全部人员见 holdfast people",
                reason_en="say who acts with --as (handle or name); see everybody: holdfast people",
            )
        return self.who

    def say(self, zh: str, en: str) -> str:
        """The words in the language of the answer."""
        return zh if self.lang == "zh" else en

    @contextmanager
    def app(self) -> Iterator[App]:
        """The open application, its driven clock moved on where `--now` says so."""
        from casework.bootstrap import open_app

        app = open_app(self.settings, at=self.now)
        try:
            yield app
        finally:
            app.close()

    def answer(self, value: object, lines: Iterable[str]) -> None:
        """Write the value as JSON where that was asked for, else the lines."""
        if self.as_json:
            write_json(value)
        else:
            write_lines(lines)

    def answer_table(
        self,
        items: Sequence[Mapping[str, Any]],
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        empty: str,
        next_key: str | None = None,
    ) -> None:
        """Write a list as `{items, next}` or as a table; an empty one says what to do next."""
        if self.as_json:
            write_json({"items": list(items), "next": next_key})
        elif items:
            write_table(headings, rows)
        else:
            write_lines([empty])


def command(group: typer.Typer, name: str, *, by: bool = False) -> Callable[[F], F]:
    """Register a function `(door, …)` as a command that also takes the shared options.

    `by` adds `--as`. Errors that are answers become a message on standard error and an exit code.
    """

    def register(function: F) -> F:
        group.command(name)(doorway(function, by=by))
        return function

    return register


def listing(group: typer.Typer) -> Callable[[F], F]:
    """Register a function `(door)` as what a group answers when no command of it is named."""

    def register(function: F) -> F:
        run = doorway(function, by=False)

        @functools.wraps(run)
        def unless_more(context: typer.Context, **values: object) -> None:
            if context.invoked_subcommand is None:
                run(context, **values)
            else:
                context.obj = merged(context.obj, values)

        unless_more.__signature__ = inspect.signature(run)  # type: ignore[attr-defined] # Typer asks it
        group.callback(invoke_without_command=True)(unless_more)
        return function

    return register


def doorway(function: Callable[..., None], *, by: bool = False) -> Callable[..., None]:
    """The function as Typer takes it: with the shared options, answering errors with exit codes."""
    own = inspect.signature(function, eval_str=True)
    parameters = [one for one in own.parameters.values() if one.name != "door"]
    shared = shared_parameters(by=by)
    names = {one.name for one in shared}

    @functools.wraps(function)
    def run(context: typer.Context, **values: object) -> None:
        given = merged(context.obj, {name: values.pop(name) for name in names})
        lang, as_json = _lang(given), bool(given.get("as_json"))
        try:
            function(_door(given, lang), **values)
        except HoldfastError as error:
            if as_json:
                write_json(error_json(error, lang), error=True)
            else:
                write_lines(error_lines(error, lang), error=True)
            raise typer.Exit(exit_code_of(error)) from error

    first = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    keywords = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    run.__signature__ = inspect.Signature([first, *keywords, *shared])  # type: ignore[attr-defined] # Typer asks it
    run.__annotations__ = {}
    return run


def merged(outer: Mapping[str, Any] | None, inner: Mapping[str, Any]) -> dict[str, Any]:
    """Options given before the command, overridden by those given after it."""
    given = {name: value for name, value in inner.items() if value not in (None, False)}
    return {**(outer or {}), **given}


def _lang(given: Mapping[str, Any]) -> str:
    return str(given.get("lang") or language_from_environment())


def _door(given: Mapping[str, Any], lang: str) -> Door:
    from dataclasses import replace

    settings = settings_from_environment().with_data(given.get("data"))
    now = given.get("now")
    return Door(
        settings=replace(settings, lang=lang),
        as_json=bool(given.get("as_json")),
        now=None if now is None else moment_of(now, "--now"),
        who=given.get("by"),
    )


def moment_of(text: str, option: str) -> datetime:
    """The moment that an ISO text says, aware; without an offset in the office's local time.

    Raises:
        BadInput: when it is no moment.
    """
    from zoneinfo import ZoneInfo

    from casework.calendars_seed import ZONE

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            field=option,
            reason_zh=f"“{text}”不是时间，请写 2026-03-05T17:00（当地时间）",
            reason_en=f"“{text}” is no moment: write 2026-03-05T17:00 (local time)",
        ) from None
    local = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(ZONE))
    return local.astimezone(UTC)


def fields_of(settings: Sequence[str] | None) -> dict[str, str]:
    """The fields that `--set field=value` named, the last of each name winning.

    A value may hold `=`; an empty one empties the field. Raises: BadInput without `=`.
    """
    fields: dict[str, str] = {}
    for text in settings or ():
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            raise BadInput(
                field="--set",
                reason_zh=f"“{text}”应写成 字段=值",
                reason_en=f"“{text}” should be written field=value",
            )
        fields[name.strip()] = value
    return fields
