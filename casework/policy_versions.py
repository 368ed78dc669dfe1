"""Policy versions as people read them: whose they are, and where each clause stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from casework.app import App
from domain.errors import Ambiguous, NoActivePolicy, NotFound, RuleLine
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from store.unit_of_work import Work
from store.versions import active_policy_id, get_policy_version, policy_versions


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version; `rules` is empty in a list of versions. Author and approver are names."""

    version: str
    active: bool
    author: str
    approved_by: str
    at: datetime
    files: tuple[str, ...] = ()
    rules: tuple[RuleLine, ...] = ()


def list_versions(app: App) -> tuple[VersionView, ...]:
    """All versions, oldest first."""
    with app.store.read() as work:
        active = active_policy_id(work)
        names = _names(app, work)
        return tuple(
            VersionView(
                found.id,
                found.id == active,
                names.get(found.author, found.author),
                names.get(found.approved_by, found.approved_by),
                found.created_at,
            )
            for found in policy_versions(work)
        )


def read_version(app: App, name: str | None, *, lang: str) -> VersionView:
    """A version by its hash or the beginning of it, the active one for None.

    Raises:
        NotFound: when there is none; Ambiguous; NoActivePolicy.
    """
    with app.store.read() as work:
        version = _named(work, name)
        found = get_policy_version(work, version)
        if found is None:
            raise NoActivePolicy
        names = _names(app, work)
        rules = app.policy(work, version).ruleset.rules
        return VersionView(
            version,
            version == active_policy_id(work),
            names.get(found.author, found.author),
            names.get(found.approved_by, found.approved_by),
            found.created_at,
            tuple(sorted(orjson.loads(found.text))),
            tuple(rule.cite.at(version, lang) for rule in rules),
        )


def version_text(app: App, file: str, name: str | None) -> str:
    """The text of one file of a version. Raises: as `read_version`."""
    with app.store.read() as work:
        found = get_policy_version(work, _named(work, name))
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


def _named(work: Work, name: str | None) -> str:
    if name is None:
        active = active_policy_id(work)
        if active is None:
            raise NoActivePolicy
        return active
    found = [one.id for one in policy_versions(work) if one.id.startswith(name)]
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


def _names(app: App, work: Work) -> Mapping[str, str]:
    people = app.organisation(work).staff.people.values()
    words = f"{LEXICON.word('role', SYSTEM, 'zh')} / {LEXICON.word('role', SYSTEM, 'en')}"
    return {SYSTEM: words, **{person.id: person.name for person in people}}
