"""Where the policy lies that comes with the program, and how it comes into force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.app import App


def shipped_features() -> Path:
    """The folder of the shipped feature files: beside the packages in a checkout, else inside."""
    here = Path(__file__).resolve().parent
    beside = here.parent / "features"
    return beside if any(beside.glob("*.feature")) else here / "shipped" / "features"


def policy_in_force(app: App) -> str:
    """The active version; the shipped one is put in force where there is none yet."""
    from casework.policies_in_force import activate_shipped, read_features
    from store.versions import active_policy_id

    with app.store.read() as work:
        active = active_policy_id(work, app.now())
    return active or activate_shipped(app, read_features(shipped_features()))


def renew_shipped(app: App) -> str:
    """Put the shipped policy in force where the one in force lets nobody change it.

    Raises: PolicyNotReady where somebody may propose another one.
    """
    from casework.policies_in_force import activate_shipped, read_features
    from casework.proposing import speaks_of_revisions
    from domain.errors import PolicyNotReady

    active = policy_in_force(app)
    with app.store.read() as work:
        changeable = speaks_of_revisions(app.policy(work, active))
    if changeable:
        raise PolicyNotReady(
            reason_zh="生效的制度可以修改，请提出新的制度：holdfast policy propose",
            reason_en="the policy in force can be changed: propose another one with"
            " holdfast policy propose",
        )
    return activate_shipped(app, read_features(shipped_features()))
