"""How a policy itself uses a sentence: the example that its author knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policies.assisting.spots import Spot
from policies.assisting.unfinished import Begun
from policies.compiling import compile_text
from policies.problem_codes import Place
from policies.statements import Statement


def example_of(found: Begun, spot: Spot, texts: Mapping[str, str]) -> str | None:
    """Another sentence of the policy made by the same phrase, with its place; None without one.

    Files of the same language are looked at, the cursor's own first.
    """
    lang = spot.page.lang
    for statement, place in _statements(spot.page.file, texts):
        if place.lang == lang and found.phrase.can_say(statement):
            said = found.phrase.say(statement, lang)
            if said != spot.here.rest:
                return f"{said}（{place}）" if lang == "zh" else f"{said} ({place})"
    return None


def _statements(first: str, texts: Mapping[str, str]) -> Iterator[tuple[Statement, Place]]:
    for file in sorted(texts, key=lambda name: name != first):
        for written in compile_text(file, texts[file]).rules:
            yield from written.statements
