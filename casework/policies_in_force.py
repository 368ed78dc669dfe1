"""Policy versions: storing a checked set of feature files and putting it in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import orjson

from casework.app import App
from casework.casefile import person_named
from domain.errors import BadInput, NotFound, PolicyRejected
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
    """
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.feature"))
    }
    if not texts:
        raise NotFound(
            what_zh="制度文件（*.feature）", what_en="feature files in", name=str(folder)
        )
    return texts


def check_for(app: App | None, texts: Mapping[str, str]) -> Checked:
    """Check the texts; with an application also against its units."""
    if app is None:
        return check_texts(texts)
    with app.store.read() as work:
        units = {name for unit in load_units(work) for name in (unit.name, unit.name_en) if name}
    return check_texts(texts, units=units)


def activate(
    app: App,
    texts: Mapping[str, str],
    *,
    by: str,
    approved_by: str,
    proofs: tuple[Problem, ...] = (),
) -> str:
    """Store a set of feature files as a version and put it in force for new cases; its hash.

    `proofs` are the problems that proving found; the door proves and hands them in.

    Raises:
        PolicyRejected: when checking or proving found errors, or a role is held by nobody.
        BadInput: when the approver is the author.
    """
    checked = check_for(app, texts)
    problems = (*checked.problems, *proofs)
    if checked.ruleset is None or has_errors(problems):
        raise PolicyRejected(count=_errors(problems), problems=list(problems))
    with app.store.write() as work:
        organisation = app.organisation(work)
        author = person_named(organisation, by)
        approver = person_named(organisation, approved_by)
        if author.id == approver.id:
            raise BadInput(
                field_zh="批准人",
                field_en="approved by",
                reason_zh="拟稿人不得批准自己的制度",
                reason_en="who proposes a policy may not approve it",
            )
        _require_holders(work, checked.ruleset, app.today(work))
        policy_id = store_version(work, app, texts, checked.ruleset, (author.id, approver.id))
        work.commit()
    return policy_id


def activate_shipped(app: App, texts: Mapping[str, str]) -> str:
    """Put the shipped set in force as version 0, by the system; roles may still be unheld.

    Raises:
        PolicyRejected: when it has errors.
    """
    checked = check_texts(texts)
    if checked.ruleset is None or has_errors(checked.problems):
        raise PolicyRejected(count=_errors(checked.problems), problems=list(checked.problems))
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
    rules = dump(ruleset)
    policy_id = version_id(texts, rules, LEXICON.content_id())
    version = PolicyVersion(
        id=policy_id,
        text=orjson.dumps(dict(texts), option=orjson.OPT_SORT_KEYS).decode(),
        rules=rules,
        schema_number=SCHEMA,
        author=author,
        approved_by=approver,
        note="",
        created_at=app.now(),
    )
    put_policy_version(work, version)
    insert_activation(work, Activation(policy_id, author, approver, app.now(), STAY))
    return policy_id


def _require_holders(work: Work, ruleset: RuleSet, today: date) -> None:
    """A role nobody holds would refuse everybody: found out before activation, not after."""
    held = {item.role for item in load_appointments(work) if item.holds_on(today)} | CAPACITIES
    unheld = sorted(roles_named(ruleset.rules) - held)
    if not unheld:
        return
    words = {lang: [LEXICON.word("role", role, lang) for role in unheld] for lang in ("zh", "en")}
    problem = Problem(
        Severity.ERROR,
        "role-nobody-holds",
        f"没有人担任：{'、'.join(words['zh'])} / nobody holds: {', '.join(words['en'])}",
    )
    raise PolicyRejected(count=len(unheld), problems=[problem])


def _errors(problems: tuple[Problem, ...]) -> int:
    return sum(problem.severity is Severity.ERROR for problem in problems)
