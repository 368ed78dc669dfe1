"""What became of it all, in figures: one JSON object, the same at every telling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from holdfast.sample.rounds.january import ROUNDS
from holdfast.sample.rounds.record import Event, Record
from policies.verdicts import Why
from store.queries.roll import RollLine

Shown = dict[str, Any]
_SETTLED = frozenset({"struck_off", "filed"})
_FEN = 100


def outcome(record: Record, lang: str) -> Shown:
    """Rounds, look-backs, what is struck off and open, what was refused, what climbed."""
    rounds = record.of_kind("round")
    first = [line for line in rounds if record.said(line, "round_type") != "look_back"]
    later = [line for line in rounds if line not in first]
    of_january = [one for line in first for one in record.under(line, "finding")]
    struck_off = sum(one.state in _SETTLED for one in of_january)
    added = sum(_is_added(record, one, later) for one in record.of_kind("finding"))
    return {
        "rounds": [_round(record, line, lang) for line in first],
        "look_backs": [_look_back(record, line, lang) for line in later],
        "struck_off": struck_off,
        "open": len(of_january) - struck_off,
        "added": added,
        "reported": len(record.of_kind("finding")) - len(of_january) - added,
        "reopened": len({e.case.id for e in record.events if e.trigger == "put_back"}),
        "refusals": list(_refusals(record, lang)),
        "escalations": list(_escalations(record)),
        "stop_work": [_stop_work(record, line, lang) for line in record.of_kind("stop_work")],
        "rewards": [_reward(record, *paid, lang) for paid in _paid(record)],
        "accountability": [_pursued(record, one, lang) for one in record.of_kind("accountability")],
        "read_across": [_search(record, line, lang) for line in record.of_kind("read_across")],
    }


def round_name(record: Record, line: RollLine, lang: str) -> str:
    """The title of a round; in English the name of the round that it was or looks back at."""
    if lang == "zh":
        return str(record.said(line, "title"))
    at = record.of_kind("round").index(line)
    name = ROUNDS[at % len(ROUNDS)].en
    return name if at < len(ROUNDS) else f"half-year {name}"


def _round(record: Record, line: RollLine, lang: str) -> Shown:
    return {
        "number": line.number,
        "name": round_name(record, line, lang),
        "findings": len(record.under(line, "finding")),
        "state": line.state,
    }


def _look_back(record: Record, line: RollLine, lang: str) -> Shown:
    verdicts = Counter(record.said(one, "verdict") for one in record.under(line, "review"))
    shown = _round(record, line, lang)
    findings = shown.pop("findings")
    return {**shown, "verdicts": dict(sorted(verdicts.items())), "findings": findings}


def _refusals(record: Record, lang: str) -> Iterator[Shown]:
    """One for each reason; `check` is empty where no check stood in the way."""
    for refusal in record.refusals:
        for reason, words in zip(refusal.reasons, refusal.words[lang], strict=True):
            cite = None if reason.rule is None else reason.rule.cite
            yield {
                "check": reason.subject if reason.why in (Why.REFUSED, Why.CHECK) else "",
                "file": "" if cite is None else cite.file,
                "line": 0 if cite is None else cite.line,
                "case": refusal.case,
                "trigger": refusal.trigger,
                "by": refusal.by,
                "why": str(reason.why),
                "words": words,
            }


def _escalations(record: Record) -> Iterator[Shown]:
    for event in record.events:
        if event.event == "escalated":
            yield {
                "case": event.case.number,
                "level": event.payload.get("level"),
                "to": event.payload.get("to"),
                "role": event.payload.get("role"),
                "obligation": event.payload.get("obligation"),
                "on": str(event.day),
            }


def _stop_work(record: Record, line: RollLine, lang: str) -> Shown:
    return {
        "case": line.number,
        "unit": record.unit(line.unit_id, lang),
        "ordered": _on(record, line, "open"),
        "stopped": _on(record, line, "confirm_stopped"),
        "resumed": _on(record, line, "resume_work"),
    }


def _is_added(record: Record, finding: RollLine, look_backs: list[RollLine]) -> bool:
    """Whether a search of another plant or the second visit has found it."""
    above = record.above(finding)
    return above is not None and (above.kind == "read_across" or above in look_backs)


def _paid(record: Record) -> Iterator[tuple[RollLine, str]]:
    """The claims that came to a payment, with its day."""
    for line in record.of_kind("reward"):
        paid = _on(record, line, "pay_reward")
        if paid is not None:
            yield line, paid


def _reward(record: Record, line: RollLine, paid: str, lang: str) -> Shown:
    return {
        "case": line.number,
        "unit": record.unit(line.unit_id, lang),
        "yuan": record.said(line, "reward_amount") // _FEN,
        "paid": paid,
    }


def _pursued(record: Record, line: RollLine, lang: str) -> Shown:
    above = record.above(line)
    return {
        "case": line.number,
        "finding": None if above is None else above.number,
        "unit": record.unit(line.unit_id, lang),
        "measure": record.said(line, "measure"),
        "decided": _on(record, line, "decide_measure"),
        "served": _on(record, line, "serve"),
        "state": line.state,
    }


def _search(record: Record, line: RollLine, lang: str) -> Shown:
    return {
        "case": line.number,
        "unit": record.unit(line.unit_id, lang),
        "reports": sum(1 for _ in record.did(line, "report")),
        "found": len(record.under(line, "finding")),
        "state": line.state,
    }


def _on(record: Record, line: RollLine, trigger: str) -> str | None:
    done: Event | None = next(record.did(line, trigger), None)
    return None if done is None else str(done.day)
