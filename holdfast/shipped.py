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
        active = active_policy_id(work)
    return active or activate_shipped(app, read_features(shipped_features()))
