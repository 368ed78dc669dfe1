"""Whether everybody can be reached as they wish; whoever cannot gets mail."""

from __future__ import annotations

from collections.abc import Iterator

from casework.app import App
from casework.checkup_finding import Condition, Finding
from casework.reaching import cannot_serve
from store.unit_of_work import Work


def wishes_findings(app: App, work: Work) -> Iterator[Finding]:
    """Those whose wished channel is gone, or calls nobody without a mention; none in order."""
    organisation = app.organisation(work)
    unserved = sorted(
        organisation.staff.people[wish.person_id].handle
        for wish in organisation.preferences.values()
        if cannot_serve(app, wish.channel, wish.mention)
    )
    if unserved:
        yield Finding(
            "wishes",
            Condition.LOOK,
            f"所选渠道不可用，改发邮件：{'、'.join(unserved)}（见 holdfast people prefer）",
            f"mail instead of the channel they wish for: {', '.join(unserved)} "
            "(see holdfast people prefer)",
            {"people": unserved},
        )
