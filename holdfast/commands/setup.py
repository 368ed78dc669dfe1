"""`holdfast init|migrate|serve|worker|demo`: an installation prepared, kept up to date and run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import NotReady
from holdfast.door import Door, doorway, moment_of

if TYPE_CHECKING:
    from flows.health import RunnerHealth

PORT = 8460


Driven = Annotated[
    str | None,
    typer.Option(
        "--driven-clock",
        metavar="ISO",
        help="自带时钟（演练、培训） / a clock of its own, for training and trials",
    ),
]
Sample = Annotated[
    bool, typer.Option("--sample", help="录入示例集团和台账 / with a sample group and its ledger")
]
Shipped = Annotated[
    bool,
    typer.Option(
        "--shipped-policy",
        help="生效的制度无人能改时，启用随附的 / where nobody may change the policy, renew it",
    ),
]


def init(
    door: Door, driven: Driven = None, sample: Sample = False, shipped: Shipped = False
) -> None:
    """准备数据目录和数据库，启用随附制度 / Prepare folder and database; again, change nothing."""
    from casework.bootstrap import init_app
    from holdfast.sample.loading import load_sample
    from holdfast.shipped import policy_in_force, renew_shipped

    start = None if driven is None else moment_of(driven, "--driven-clock")
    app = init_app(door.settings, driven_from=start)
    try:
        policy = renew_shipped(app) if shipped else policy_in_force(app)
        ledger = load_sample(app) if sample else None
        driven_now = app.now() if app.driven else None
    finally:
        app.close()
    data = door.settings.data.resolve()
    value = {"data": str(data), "policy": policy, "driven": driven_now is not None}
    value["now"] = driven_now
    value["sample_ledger"] = None if ledger is None else str(ledger.resolve())
    lines = [
        door.say(f"数据目录：{data}", f"data folder: {data}"),
        door.say(f"生效制度：{policy[:12]}", f"policy in force: {policy[:12]}"),
        _next_step(door) if ledger is None else _sample_line(door, ledger),
    ]
    door.answer(value, lines)


def _next_step(door: Door) -> str:
    return door.say(
        "下一步：holdfast units add、holdfast people add 录入单位和人员，或 holdfast demo。",
        "Next: holdfast units add, holdfast people add; or look around with holdfast demo.",
    )


def _sample_line(door: Door, ledger: Path) -> str:
    return door.say(
        f"示例集团已录入（holdfast people），示例台账：{ledger}",
        f"The sample group is entered (holdfast people); its ledger: {ledger}",
    )


def migrate(door: Door) -> None:
    """升级数据库结构 / Bring the database to the schema of this program."""
    from casework.bootstrap import remember_key
    from store.engine import open_engine
    from store.migrate import HEAD, schema_of, upgrade

    if not door.settings.keys_file.exists():
        raise NotReady(
            reason_zh=f"数据目录“{door.settings.data}”尚未初始化，请先运行 holdfast init。",
            reason_en=f"The data folder “{door.settings.data}” is not set up: run holdfast init.",
        )
    engine = open_engine(door.settings.url)
    try:
        before = schema_of(engine)
        upgrade(door.settings.url)
    finally:
        engine.dispose()
    remember_key(door.settings)
    said = (
        door.say(f"数据库结构已是 {HEAD}。", f"The database has schema {HEAD} already.")
        if before == HEAD
        else door.say(f"数据库结构：{before or '无'} → {HEAD}。", f"schema: {before} → {HEAD}.")
    )
    door.answer({"before": before, "after": HEAD}, [said])


Host = Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")]
Port = Annotated[int, typer.Option("--port", help="端口，0 为任意 / port, 0 for any free one")]


def serve(
    door: Door,
    host: Host = "127.0.0.1",
    port: Port = PORT,
    pages_only: Annotated[
        bool,
        typer.Option("--pages-only", help="只提供网页，不自动运行 / pages only, wake nothing"),
    ] = False,
) -> None:
    """启动网页和自动运行 / Serve the pages and wake what is due, until Control-C."""
    from holdfast.serving import serve as serve_pages

    serve_pages(door.settings, host=host, port=port, pages_only=pages_only)


def worker(
    door: Door,
    name: Annotated[
        str | None,
        typer.Option("--name", help="名称，默认为主机名 / name; by default the host's"),
    ] = None,
) -> None:
    """领取共用 Prefect 服务器安排的运行 / Take the runs that a shared Prefect server schedules."""
    from holdfast.working import work

    work(door.settings, name=name, tell=lambda health: _tell(door, health))


_STATES = {
    "starting": ("启动中（Ctrl+C 停止）", "starting (Ctrl+C to stop)"),
    "up": ("正常：由 Prefect 安排，本机执行", "up: Prefect schedules, runs are taken here"),
    "degraded": ("降级：到期事项由本机直接处理", "degraded: what is due is done here directly"),
    "down": ("Prefect 不可用：到期事项由本机直接处理", "Prefect is down: what is due is done here"),
}


def _tell(door: Door, health: RunnerHealth) -> None:
    words = door.say(*_STATES[health.prefect])
    if health.self_test not in {"passed", "pending"}:
        words += door.say(f"（自检：{health.self_test}）", f" (self-test: {health.self_test})")
    door.answer({"prefect": health.prefect, "self_test": health.self_test}, [words])


def demo(
    door: Door,
    port: Port = PORT,
    play: Annotated[
        bool,
        typer.Option("--play", help="推演半年，讲完退出 / play half a year, tell it, exit"),
    ] = False,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="只准备，不启动网页 / prepare only, serve nothing")
    ] = False,
) -> None:
    """示例集团 / A sample group of companies with its ledger, played forward and served."""
    from holdfast.demo import run_demo
    from holdfast.sample.playing import play as play_story

    if play:
        played = play_story(door.settings)
        door.answer(played.value, played.lines)
        return
    run_demo(door.settings, port=port, serve=not no_serve)


COMMANDS: dict[str, Callable[..., None]] = {
    "init": doorway(init),
    "migrate": doorway(migrate),
    "serve": doorway(serve),
    "worker": doorway(worker),
    "demo": doorway(demo),
}
