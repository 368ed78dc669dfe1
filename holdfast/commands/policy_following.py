"""`holdfast policy follow`: open cases take up the policy in force now, not at the next wake."""

from __future__ import annotations

import typer

from holdfast.door import Door, command
from holdfast.exit_codes import REFUSED
from holdfast.printing import progress


def add_to(group: typer.Typer) -> None:
    """Add the command to the group `policy`."""
    command(group, "follow")(follow)


def follow(door: Door) -> None:
    """在办事项改按现行制度（接着做完中断的） / Let open cases follow, where activation said so."""
    from casework.following import follow_policy
    from casework.taking_effect import take_effect
    from holdfast.showing.following import effect_lines, followed_lines, followed_shape

    with door.app() as app, progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("在办事项改按现行制度", "open cases follow"), total=None)
        followed = follow_policy(
            app, lambda done, every: bar.update(task, completed=done, total=every)
        )
        effect = take_effect(app)
    lines = [*followed_lines(followed, door.lang), *effect_lines(effect, door.lang)]
    door.answer(followed_shape(followed, effect), lines)
    if followed.failed:
        raise typer.Exit(REFUSED)
