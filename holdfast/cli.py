"""The command line `holdfast`: which commands there are, and the edge of its process."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import typer

from holdfast.door import merged
from holdfast.exit_codes import BROKEN, DONE
from holdfast.options import AsJson, At, By, Data, Lang, Language


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the command line: the module whose `app` it is, loaded when it is asked for."""

    module: str
    help: str
    is_group: bool = True


PARTS: Mapping[str, Part] = {
    "init": Part("setup", "准备数据目录和数据库 / prepare data folder and database", False),
    "demo": Part("setup", "示例集团 / a sample group of companies, served here", False),
    "serve": Part("setup", "启动网页和自动运行 / the web pages and what happens by itself", False),
    "worker": Part("setup", "分布式执行进程 / a worker of a shared Prefect server", False),
    "migrate": Part("setup", "升级数据库结构 / bring the database to this program's schema", False),
    "doctor": Part("upkeep", "检查安装状况 / look the installation over", False),
    "case": Part("case", "办理事项 / open, look at and advance cases"),
    "round": Part("rounds", "督察轮次、回头看 / inspection rounds and look-backs"),
    "import": Part("ledgers", "导入台账 / take a ledger in"),
    "export": Part("ledgers", "导出台账 / give a ledger out"),
    "policy": Part("policy", "制度：检查、启用、查看 / check, activate and read the policy"),
    "messages": Part("messages", "外发通知：查看、重发 / outgoing messages: look, send again"),
    "tick": Part("upkeep", "触发到期事项并发送通知 / one wake of everything that is due", False),
    "audit": Part("audit", "审计链：核查、封存 / the chained log: verify it, seal it"),
    "kinds": Part("reference", "事项类型 / the kinds of case with states and fields", False),
    "diagram": Part(
        "reference", "状态图（Mermaid） / a kind's machine as a Mermaid diagram", False
    ),
    "calendar": Part("calendars", "日历、放假安排 / calendars: list, show, import holidays"),
    "units": Part("units", "单位、停产放假 / the organisation tree, holidays of units"),
    "people": Part("organisation", "人员、任职、代理 / people, offices and stand-ins"),
    "channels": Part("channels", "通知渠道 / by which ways messages go out"),
    "group": Part("groups", "督导组等工作组 / supervision groups: set up, show, end"),
}
"""Every command and group by name, in the order of the help."""

COMPLETION = "_HOLDFAST_COMPLETE"
"""Set by a shell that asks how a line could go on; the line itself is then in its environment."""


def app_for(words: Sequence[str] | None = None) -> typer.Typer:
    """The command line with the parts that the words of a command name; with None, with all.

    Where the first word is a part, that one is all that is needed; else a part that is not named
    stands there with its help only, because loading everything takes longer than listing it.
    """
    app = typer.Typer(
        name="holdfast",
        help="不放过：诉求与整改事项的办理引擎 / a case, once opened, is not let go.",
        no_args_is_help=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_before)
    parts = {words[0]: PARTS[words[0]]} if words and words[0] in PARTS else PARTS
    for name, part in parts.items():
        if words is None or name in words:
            _attach(app, name, part)
        else:
            app.command(name, help=part.help)(_unloaded)
    return app


def _attach(app: typer.Typer, name: str, part: Part) -> None:
    module = import_module(f"holdfast.commands.{part.module}")
    if part.is_group:
        app.add_typer(module.GROUPS[name], name=name, help=part.help)
    else:
        app.command(name, help=part.help)(module.COMMANDS[name])


def _unloaded() -> None:
    """A part that nobody has named."""


def _before(  # noqa: PLR0917 - the options that every command shares.
    context: typer.Context,
    data: Data = None,
    lang: Language = None,
    as_json: AsJson = False,
    now: At = None,
    by: By = None,
) -> None:
    values = {"data": data, "lang": lang, "as_json": as_json, "now": now, "by": by}
    context.obj = merged(None, values)


def run(words: Sequence[str]) -> int:
    """Run one command line and answer its exit code; nothing is raised."""
    app = app_for(None if COMPLETION in os.environ else words)
    try:
        app(args=list(words), prog_name="holdfast")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else DONE
    except Exception:  # noqa: BLE001 - the edge of the process: whatever it is, it is a bug.
        traceback.print_exc()
        sys.stderr.write(
            "程序出错，未作任何更改；请把以上信息报告给维护人员。\n"
            "This is a bug in Holdfast; nothing was changed. Please report the lines above.\n"
        )
        return BROKEN
    return DONE


def main() -> None:
    """The entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:]))


__all__ = ["PARTS", "Lang", "app_for", "main", "run"]
