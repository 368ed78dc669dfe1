"""`holdfast init|migrate|serve|demo`: an installation prepared, brought up to date and run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import NotReady
from holdfast.door import Door, doorway, moment_of

PORT = 8460


def init(
    door: Door,
    driven: Annotated[
        str | None,
        typer.Option(
            "--driven-clock",
            metavar="ISO",
            help="自带时钟（演练、培训） / a clock of its own, for training and trials",
        ),
    ] = None,
    sample: Annotated[
        bool,
        typer.Option("--sample", help="录入示例集团和台账 / with a sample group and its ledger"),
    ] = False,
) -> None:
    """准备数据目录和数据库，启用随附制度 / Prepare folder and database; again, change nothing."""
    from casework.bootstrap import init_app
    from holdfast.sample.loading import load_sample
    from holdfast.shipped import policy_in_force

    start = None if driven is None else moment_of(driven, "--driven-clock")
    app = init_app(door.settings, driven_from=start)
    try:
        policy = policy_in_force(app)
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
    said = (
        door.say(f"数据库结构已是 {HEAD}。", f"The database has schema {HEAD} already.")
        if before == HEAD
        else door.say(f"数据库结构：{before or '无'} → {HEAD}。", f"schema: {before} → {HEAD}.")
    )
    door.answer({"before": before, "after": HEAD}, [said])


Host = Annotated[str, typer.Option("--host", help="监听地址 / address to listen on")]
Port = Annotated[int, typer.Option("--port", help="端口，0 为任意 / port, 0 for any free one")]


def serve(door: Door, host: Host = "127.0.0.1", port: Port = PORT) -> None:
    """启动网页和自动运行 / Serve the pages and wake what is due, until Control-C."""
    from holdfast.serving import serve as serve_pages

    serve_pages(door.settings, host=host, port=port)


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
    "demo": doorway(demo),
}
