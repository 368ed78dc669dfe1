"""Looks the channels over: which messages can leave by, which are described badly."""

from __future__ import annotations

from casework.app import App
from casework.channels import Channels, look_over
from casework.checkup_finding import Condition, Finding


def channels_finding(app: App) -> Finding:
    """The channels there are, what is wrong with others, and who may read their secrets."""
    found = look_over(app)
    zh = [f"通知渠道：{'、'.join(found.listed)}", *(each.text("zh") for each in found.problems)]
    en = [f"channels: {', '.join(found.listed)}", *(each.text("en") for each in found.problems)]
    if found.is_open:
        path = app.settings.data / "channels.toml"
        zh.append(f"密钥他人可读（chmod 600 {path}）")
        en.append(f"others may read the secrets (chmod 600 {path})")
    return Finding("channels", _condition(found), "；".join(zh), "; ".join(en), _details(found))


def _condition(found: Channels) -> Condition:
    return Condition.LOOK if found.problems or found.is_open else Condition.FINE


def _details(found: Channels) -> dict[str, object]:
    return {
        "channels": {name: one.kind for name, one in found.listed.items()},
        "problems": [problem.text("en") for problem in found.problems],
        "others_can_read": found.is_open,
    }
