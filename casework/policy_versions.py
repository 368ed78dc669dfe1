"""Policy versions as people read them: whose they are, and where each clause stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from casework.app import App
from casework.revisions import revisions
from domain.errors import Ambiguous, NoActivePolicy, NotFound, RuleLine
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from policies.rules import RuleSet
from store.cases import CaseRecord
from store.unit_of_work import Work
from store.versions import (
    Activation,
    PolicySummary,
    PolicyVersion,
    activations,
    active_policy_id,
    get_policy_version,
    policy_versions,
)


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version; `rules` and `files` are empty in a list. Author and approver are names.

    `state` is where it stands in its life, `revision` the number of the case in which it lives;
    `from_at` is from when it is or was in force, once that was decided.
    """

    version: str
    active: bool
    author: str
    approved_by: str
    at: datetime
    state: str
    revision: str | None = None
    parent: str | None = None
    note: str = ""
    from_at: datetime | None = None
    files: tuple[str, ...] = ()
    rules: tuple[RuleLine, ...] = ()


def list_versions(app: App, *, lang: str = "zh") -> tuple[VersionView, ...]:
    """All versions, oldest first."""
    with app.store.read() as work:
        seen = _Seen.of(app, work, lang)
        return tuple(seen.view(found) for found in policy_versions(work))


def read_version(app: App, name: str | None, *, lang: str) -> VersionView:
    """A version by its hash or the beginning of it, the active one for None.

    Raises:
        NotFound: when there is none; Ambiguous; NoActivePolicy.
    """
    with app.store.read() as work:
        version = version_named(app, work, name)
        found = get_policy_version(work, version)
        if found is None:
            raise NoActivePolicy
        rules = app.policy(work, version).ruleset.rules
        return replace(
            _Seen.of(app, work, lang).view(found),
            files=tuple(sorted(orjson.loads(found.text))),
            rules=tuple(rule.cite.at(version, lang) for rule in rules),
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the registers say of all versions, read once."""

    active: str | None
    names: Mapping[str, str]
    cases: Mapping[str, CaseRecord]
    decided: Mapping[str, Activation]

    @classmethod
    def of(cls, app: App, work: Work, lang: str) -> _Seen:
        standing = [one for one in activations(work) if one.withdrawn_at is None]
        return cls(
            active_policy_id(work, app.now()),
            _names(app, work, lang),
            revisions(work),
            {one.policy_id: one for one in standing},
        )

    def view(self, found: PolicyVersion | PolicySummary) -> VersionView:
        case, decided = self.cases.get(found.id), self.decided.get(found.id)
        active = found.id == self.active
        without_case = "in_force" if active else "superseded" if decided else "drafted"
        return VersionView(
            version=found.id,
            active=active,
            author=self.names.get(found.author, found.author),
            approved_by=self.names.get(found.approved_by, found.approved_by),
            at=found.created_at,
            state=without_case if case is None else case.state,
            revision=None if case is None else case.number,
            parent=found.parent,
            note=found.note,
            from_at=None if decided is None else decided.from_at,
        )


def version_rules(app: App, name: str | None) -> tuple[str, RuleSet]:
    """The hash of a version and its compiled rules. Raises: as `read_version`."""
    with app.store.read() as work:
        version = version_named(app, work, name)
        return version, app.policy(work, version).ruleset


def version_text(app: App, file: str, name: str | None) -> str:
    """The text of one file of a version. Raises: as `read_version`."""
    with app.store.read() as work:
        found = get_policy_version(work, version_named(app, work, name))
        texts: dict[str, str] = {} if found is None else orjson.loads(found.text)
    if file not in texts:
        raise NotFound(
            what_zh="制度文件",
            what_en="policy file",
            name=file,
            hint_zh=f"可选：{'、'.join(sorted(texts))}。",
            hint_en=f"Choose from {', '.join(sorted(texts))}.",
        )
    return texts[file]


def version_named(app: App, work: Work, name: str | None) -> str:
    """The version whose hash begins so, or whose revision has that number; None is the active one.

    Raises: as `read_version`.
    """
    if name is None:
        active = active_policy_id(work, app.now())
        if active is None:
            raise NoActivePolicy
        return active
    found = [one.id for one in policy_versions(work) if one.id.startswith(name)] or [
        version for version, case in revisions(work).items() if case.number == name
    ]
    if not found:
        raise NotFound(
            what_zh="制度版本",
            what_en="policy version",
            name=name,
            hint_zh="用 holdfast policy versions 查看全部版本。",
            hint_en="See all with: holdfast policy versions.",
        )
    if len(found) > 1:
        raise Ambiguous(name=name, choices=", ".join(one[:16] for one in found))
    return found[0]


def _names(app: App, work: Work, lang: str) -> Mapping[str, str]:
    people = app.organisation(work).staff.people.values()
    system = LEXICON.word("role", SYSTEM, lang)
    return {SYSTEM: system, **{person.id: person.name for person in people}}
