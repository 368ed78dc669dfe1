"""Signing a check: derived from facts first, then a person's name under exactly these facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.app import App
from casework.casefile import CaseFile, derive_facts, locked_file, person_named
from casework.fields import apply_fields, parse_fields
from casework.recording import note, save, save_facets
from casework.refusing import refuse, signers_of
from domain.errors import NotFound
from domain.facts import Actor, Value
from domain.ids import new_id
from domain.lexicon import LEXICON
from store.signatures import SignedCheck, insert_signed_check, lapse_signed_checks, signed_checks_of


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that stands."""

    number: str
    check: str
    role: str
    facts_hash: str


def sign_check(
    app: App,
    name: str,
    check: str,
    *,
    by: str,
    fields: dict[str, str] | None = None,
    lang: str = "zh",
) -> Signed:
    """Sign a check of a case; an older signature under it lapses.

    `fields` are what the signer establishes by it (a conclusion, a rate), filled in first.

    Raises:
        NotFound: for an unknown check.
        Refused: when policy does not name this person, or the facts do not bear the check out.
    """
    check_id = known_check(check)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        actor = file.actor(person_named(file.organisation, by))
        values = parse_fields(file.case.kind, fields or {}, lang)
        signed = sign_on(file, check_id, actor, values)
        save(file)
        work.commit()
        return signed


def sign_on(file: CaseFile, check: str, actor: Actor, values: Mapping[str, Value]) -> Signed:
    """Sign a check on an open file, with what the signer establishes; the caller saves it.

    Raises: Refused as `sign_check`.
    """
    said = apply_fields(file, values)
    if said:
        derive_facts(file)
        save_facets(file)
    verdict = file.policy.signing(file.facts, check, actor)
    if not verdict.allowed:
        raise refuse(file, verdict)
    role = next(role for role in signers_of(file, check) if role in actor.roles)
    seen = file.policy.check(file.facts, check).facts_hash
    payload = {"check": check, "role": role, "facts_hash": seen, "fields": said}
    note(file, "check_signed", actor.id, rules=verdict.named, payload=payload)
    write_signature(file, check, role, actor.id, seen)
    return Signed(file.case.number, check, role, seen)


def known_check(word: str) -> str:
    """The check that a word of either language names. Raises: NotFound with all of them."""
    check = LEXICON.resolve("check", word)
    if check is None:
        checks = LEXICON.ids("check")
        raise NotFound(
            what_zh="核验项",
            what_en="check",
            name=word,
            hint_zh=f"可选：{'、'.join(LEXICON.word('check', c, 'zh') for c in checks)}。",
            hint_en=f"Choose from {', '.join(checks)}.",
        )
    return check


def write_signature(file: CaseFile, check: str, role: str, person_id: str, seen: str) -> None:
    """Put a signature under a check for the facts of that hash; an older one lapses."""
    older = [
        item.id
        for item in signed_checks_of(file.work, file.case.id)
        if item.check_name == check and item.lapsed_at is None
    ]
    lapse_signed_checks(file.work, older, at=file.at)
    event_seq = file.case.head_seq + len(file.events)
    signed = SignedCheck(new_id(), file.case.id, check, role, person_id, file.at, seen, event_seq)
    insert_signed_check(file.work, signed)
