"""Telling a party: a statutory notice is put into the outbox, or service by hand is recorded."""

from __future__ import annotations

from casework.app import App
from casework.casefile import CaseFile, locked_file
from casework.casewords import plain_fields
from casework.recording import note, save, send
from casework.requesting import require_leave
from casework.settling import fulfil_telling
from domain.errors import BadInput
from domain.lexicon import LEXICON


def tell_party(
    app: App, name: str, content: str, *, party: str, by: str, served_by_hand: bool = False
) -> str:
    """Tell a party something; the duty to tell is fulfilled when the notice is delivered.

    Served by hand it is fulfilled now, on the word of the person. Answers the obligation's name.

    Raises:
        Refused: when policy does not name this person.
        BadInput: for an unknown content or party, or a party that mail cannot reach.
    """
    content_id = _known("content", content, "告知内容", "content")
    party_id = _known("party", party, "相关方", "party")
    obligation = f"tell:{content_id}:{party_id}"
    with app.store.write() as work:
        file = locked_file(app, work, name)
        person_id = require_leave(file, "tell", by)
        payload = {"content": content_id, "party": party_id, "fulfils": obligation}
        if served_by_hand:
            note(file, "party_told", person_id, payload={**payload, "by_hand": True})
            fulfil_telling(file, obligation, person_id)
        else:
            _require_address(file, party_id)
            note(file, "party_told", person_id, payload=payload)
            send(file, "told", None, payload=payload, statutory=True)
        save(file)
        work.commit()
    return obligation


def _known(category: str, word: str, zh: str, en: str) -> str:
    found = LEXICON.resolve(category, word)
    if found is None:
        ids = LEXICON.ids(category)
        words = "、".join(LEXICON.word(category, id_, "zh") for id_ in ids)
        raise BadInput(
            field_zh=zh,
            field_en=en,
            reason_zh=f"没有“{word}”，可选：{words}",
            reason_en=f"there is no “{word}”; choose from {', '.join(ids)}",
        )
    return found


def _require_address(file: CaseFile, party: str) -> None:
    contact = str(plain_fields(file).get(f"{party}_contact") or "")
    if "@" not in contact:
        raise BadInput(
            field_zh="联系方式",
            field_en="contact",
            reason_zh="没有电子邮箱，请当面或邮寄送达后用 --by-hand 登记送达",
            reason_en="there is no mail address: serve it by hand and record that with --by-hand",
        )
