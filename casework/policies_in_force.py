"""Policy versions: storing a checked set of feature files and putting it in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import orjson

from casework.app import App
from casework.feature_files import feature_files, text_of
from domain.errors import NotFound, PolicyRejected
from domain.forms import FORMS, FieldType
from domain.lexicon import LEXICON
from domain.people import EMPLOYEE, SYSTEM
from domain.problems import Problem, Severity, has_errors
from policies.asking import roles_named
from policies.checking import Checked, check_texts
from policies.rules import SCHEMA, RuleSet
from policies.stored import dump, version_id
from store.people import load_appointments, load_units
from store.unit_of_work import Work
from store.versions import (
    STAY,
    Activation,
    PolicyVersion,
    insert_activation,
    put_policy_version,
)

CAPACITIES = frozenset({SYSTEM, EMPLOYEE}).union(
    field.id for form in FORMS.values() for field in form.fields if field.type is FieldType.PERSON
)
"""Roles that a case gives to a person, or that everybody has: nobody is appointed to them."""


def read_features(folder: Path) -> dict[str, str]:
    """The feature files of a folder by their path in it, which is what citations name.

    Raises:
        NotFound: when there is none.
        BadInput: when something in it cannot be read.
    """
    texts = {path.relative_to(folder).as_posix(): text_of(path) for path in feature_files(folder)}
    if not texts:
        raise NotFound(
            what_zh="有制度文件（*.feature）的文件夹",
            what_en="folder with feature files (*.feature)",
            name=str(folder),
            hint_zh="请写明文件夹，不是其中的文件。",
            hint_en="Name the folder, not a file in it.",
        )
    return texts


def check_for(app: App | None, texts: Mapping[str, str]) -> Checked:
    """Check the texts; with an application also against its units."""
    return check_texts(texts, units=None if app is None else unit_names(app))


def unit_names(app: App) -> frozenset[str]:
    """What the units of the organisation are called, in both languages."""
    with app.store.read() as work:
        found = (name for unit in load_units(work) for name in (unit.name, unit.name_en))
        return frozenset(name for name in found if name)


def activate_shipped(app: App, texts: Mapping[str, str]) -> str:
    """Put the shipped set in force as version 0, by the system; roles may still be unheld.

    Raises:
        PolicyRejected: when it has errors.
    """
    checked = check_texts(texts)
    if checked.ruleset is None or has_errors(checked.problems):
        raise PolicyRejected(count=count_errors(checked.problems), problems=list(checked.problems))
    with app.store.write() as work:
        policy_id = store_version(work, app, texts, checked.ruleset, (SYSTEM, SYSTEM))
        work.commit()
    return policy_id


def store_version(
    work: Work,
    app: App,
    texts: Mapping[str, str],
    ruleset: RuleSet,
    hands: tuple[str, str],
) -> str:
    """Write the version and its activation on an open work; `hands` are author and approver."""
    author, approver = hands
    version = version_from(app, texts, ruleset, author)._replace(approved_by=approver)
    put_policy_version(work, version)
    now = app.now()
    insert_activation(work, Activation(version.id, author, approver, now, STAY, now))
    return version.id


def version_from(
    app: App, texts: Mapping[str, str], ruleset: RuleSet, author: str
) -> PolicyVersion:
    """The version that these texts and their rules are, as it is stored; nobody has approved it."""
    rules = dump(ruleset)
    return PolicyVersion(
        id=version_id(texts, rules, LEXICON.content_id()),
        text=orjson.dumps(dict(texts), option=orjson.OPT_SORT_KEYS).decode(),
        rules=rules,
        schema_number=SCHEMA,
        author=author,
        approved_by="",
        note="",
        created_at=app.now(),
    )


def unheld_roles(work: Work, ruleset: RuleSet, today: date) -> tuple[Problem, ...]:
    """A role nobody holds would refuse everybody: found out before activation, not after."""
    unheld = sorted(roles_named(ruleset.rules) - _held(work, today))
    if not unheld:
        return ()
    words = {lang: [LEXICON.word("role", role, lang) for role in unheld] for lang in ("zh", "en")}
    message = f"没有人担任：{'、'.join(words['zh'])} / nobody holds: {', '.join(words['en'])}"
    return (Problem(Severity.ERROR, "role-nobody-holds", message),)


def roles_held(app: App) -> frozenset[str]:
    """The roles in which somebody is today, or that a case gives."""
    with app.store.read() as work:
        return _held(work, app.today(work))


def _held(work: Work, today: date) -> frozenset[str]:
    return CAPACITIES.union(item.role for item in load_appointments(work) if item.holds_on(today))


def count_errors(problems: Iterable[Problem]) -> int:
    """How many of the problems refuse."""
    return sum(problem.severity is Severity.ERROR for problem in problems)
