"""By which version of the policy a case is judged, since when, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from casework.casefile import CaseFile
from notifications.wording import moment_words
from store.journal import events_of
from store.versions import FOLLOW, Activation, activation_ahead, activation_in_force


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    """The policy version by which a case is judged, and the event since which it is this one."""

    version: str
    active: str | None
    since: int
    said: str

    @property
    def in_force(self) -> bool:
        """Whether it is the version by which a case opened now would be judged."""
        return self.version == self.active


def answer_version(file: CaseFile, lang: str) -> VersionAnswer:
    """The version that the case holds; its events say since when."""
    held, since = file.case.policy_id, 1
    for event in events_of(file.work, file.case.id):
        if event.policy_id != held:
            since = event.seq + 1
    activation = activation_in_force(file.work, file.app.now())
    active = None if activation is None else activation.policy_id
    said = (
        f"按制度版本 {held[:12]} 判断，自事件{since}起"
        if lang == "zh"
        else f"judged by policy version {held[:12]}, since event {since}"
    )
    said += _compared(file, activation, lang) + _coming(file, lang)
    return VersionAnswer(held, active, since, said)


def _compared(file: CaseFile, activation: Activation | None, lang: str) -> str:
    """Whether it is the one in force, and if not, whether the case will follow."""
    if activation is None:
        return "；没有现行版本" if lang == "zh" else "; no version is in force"
    if activation.policy_id == file.case.policy_id:
        return "；即现行版本" if lang == "zh" else "; it is the one in force"
    what = "new"
    if file.case.closed_at is not None:
        what = "closed"
    elif activation.open_cases == FOLLOW:
        what = "follow"
    return _OTHERS[what][lang].format(now=activation.policy_id[:12])


_OTHERS = {
    "new": {
        "zh": "；现行版本是 {now}，只用于新事项",
        "en": "; in force for new cases is {now}",
    },
    "closed": {
        "zh": "；该事项已办结，不随新版本变化（现行版本是 {now}）",
        "en": "; the case is closed and never changes with a new version (in force is {now})",
    },
    "follow": {
        "zh": "；现行版本是 {now}，在办事项将转按它办理",
        "en": "; in force is {now}, and open cases are to follow it",
    },
}


def _coming(file: CaseFile, lang: str) -> str:
    """The version that waits for its day."""
    ahead = activation_ahead(file.work, file.app.now())
    if ahead is None:
        return ""
    at, version = moment_words(ahead.from_at, file.calendar.zone, lang), ahead.policy_id[:12]
    return f"；版本 {version} 自{at}起施行" if lang == "zh" else f"; {version} takes effect {at}"
