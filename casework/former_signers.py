"""Who passed a finding earlier: they may not judge it again in a review. Source: S4.1, S4.8."""

from __future__ import annotations

from casework.casefile import CaseFile, read_facts
from store.cases import CaseRecord, people_of
from store.signatures import endorsements_of

FORMER_SIGNER = "former_signer"
_PASSING = frozenset({"accept_work", "reinspect", "strike_off"})
_OWNER = "reinspection_owner"


def remember_former_signers(file: CaseFile, above: CaseRecord | None) -> None:
    """Where a review is entered under a finding, keep in it who passed that finding."""
    if file.case.kind == "review" and above is not None and above.kind == "finding":
        name_former_signers(file, above)


def name_former_signers(file: CaseFile, finding: CaseRecord) -> tuple[str, ...]:
    """Give everybody who passed a finding an interest in this review of it; their ids."""
    found = set(_signers(file, finding))
    for person_id in sorted(found):
        file.add_in_capacity(FORMER_SIGNER, person_id)
    return tuple(sorted(found))


def _signers(file: CaseFile, finding: CaseRecord) -> set[str]:
    """Who did it last is with the facts; who put the other names is with the endorsements."""
    doers = read_facts(finding).doers
    signers = {person for trigger in _PASSING for person in doers.get(trigger, ())}
    given = endorsements_of(file.work, finding.id)
    signers.update(one.person_id for one in given if one.trigger in _PASSING)
    people = people_of(file.work, finding.id)
    signers.update(person for person, capacity in people if capacity == _OWNER)
    return signers
