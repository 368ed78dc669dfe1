"""What one rule set says otherwise than another: clause by clause, by meaning, not by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from policies.counterparts import matched, paired, paired_in_order
from policies.difference_words import Change, Difference, Of, Part, Sort
from policies.rules import Citation, Example, Rule, RuleSet

__all__ = ["Change", "Difference", "Of", "Part", "Sort", "differences"]

_Pair = tuple[Rule | None, Rule | None]
_Cites = tuple[Citation | None, Citation | None]


def differences(old: RuleSet, new: RuleSet) -> tuple[Difference, ...]:
    """Everything that `new` says otherwise than `old`, in the order of the new text.

    A clause that stands elsewhere but says the same has moved; the mere number of its line counts
    for nothing, and neither does the order of its conditions. What is gone comes where it stood.
    """
    clauses = matched(old.rules, new.rules)
    examples = matched(old.examples, new.examples)
    files = _renamed([(a.cite, b.cite) for a, b in chain(clauses, examples) if a and b])
    found = [
        *_of_documents(old, new, files),
        *chain.from_iterable(_of_clause(pair, files) for pair in clauses),
        *chain.from_iterable(_of_example(pair) for pair in examples),
        *_of_wordings(old.renderings, new.renderings),
    ]
    return tuple(sorted(found, key=_order))


def _order(one: Difference) -> tuple[str, int, bool]:
    """Documents and articles come before what stands in them; what has no place comes last."""
    cite = one.new or one.old
    if cite is None:
        return "\uffff", 0, True
    return cite.file, 0 if one.of in (Of.DOCUMENT, Of.ARTICLE) else cite.line, one.new is not None


def _renamed(cites: list[tuple[Citation, Citation]]) -> dict[str, str]:
    """The new file of each old one: the one in which most of what it said now stands."""
    counts: dict[str, Counter[str]] = {}
    for old, new in cites:
        counts.setdefault(old.file, Counter())[new.file] += 1 + (old.file == new.file)
    return {file: found.most_common(1)[0][0] for file, found in counts.items()}


def _of_documents(old: RuleSet, new: RuleSet, files: Mapping[str, str]) -> Iterator[Difference]:
    """Documents and articles that go by another name."""
    before, after = _titles(old), _titles(new)
    for (file, article), cite in before.items():
        now = after.get((files.get(file, file), article))
        if now is None:
            continue
        of = Of.DOCUMENT if article is None else Of.ARTICLE
        changes = tuple(
            Change(part, getattr(cite, name), getattr(now, name))
            for part, name in _NAMES[of]
            if getattr(cite, name) != getattr(now, name)
        )
        if changes:
            yield Difference(Sort.CHANGED, of, cite, now, changes)


_NAMES = {
    Of.DOCUMENT: ((Part.FILE, "file"), (Part.TITLE, "feature")),
    Of.ARTICLE: ((Part.TITLE, "rule"),),
}


def _titles(ruleset: RuleSet) -> dict[tuple[str, int | None], Citation]:
    """The first citation of each document and of each of its articles."""
    found: dict[tuple[str, int | None], Citation] = {}
    cites = [*(rule.cite for rule in ruleset.rules), *(one.cite for one in ruleset.examples)]
    for cite in cites:
        found.setdefault((cite.file, None), cite)
        found.setdefault((cite.file, cite.article), cite)
    return found


def _of_clause(pair: _Pair, files: Mapping[str, str]) -> Iterator[Difference]:
    old, new = pair
    cites = _cites(pair)
    changes = tuple(_changes(old, new))
    if old is None or new is None:
        yield Difference(_sort(cites), Of.CLAUSE, *cites, changes)
    elif changes:
        yield Difference(Sort.CHANGED, Of.CLAUSE, *cites, changes)
    elif _place(old.cite, files) != _place(new.cite, {}):
        yield Difference(Sort.MOVED, Of.CLAUSE, *cites)


def _place(cite: Citation, files: Mapping[str, str]) -> tuple[str, int, int, int | None]:
    return files.get(cite.file, cite.file), cite.article, cite.paragraph, cite.item


def _changes(old: Rule | None, new: Rule | None) -> Iterator[Change]:
    """Statement by statement, what became what; then the title and the tags."""
    for part, name in ((Part.GIVEN, "given"), (Part.THEN, "then")):
        yield from (
            Change(part, was, now)
            for was, now in paired(getattr(old, name, ()), getattr(new, name, ()))
        )
        if part is Part.GIVEN and getattr(old, "when", None) != getattr(new, "when", None):
            yield Change(Part.WHEN, getattr(old, "when", None), getattr(new, "when", None))
    if old is not None and new is not None:
        if old.cite.scenario != new.cite.scenario:
            yield Change(Part.TITLE, old.cite.scenario, new.cite.scenario)
        if set(old.tags) != set(new.tags):
            yield Change(Part.TAGS, " ".join(old.tags), " ".join(new.tags))


def _of_example(pair: tuple[Example | None, Example | None]) -> Iterator[Difference]:
    old, new = pair
    steps = paired_in_order(() if old is None else old.steps, () if new is None else new.steps)
    changes = tuple(Change(Part.STEP, was, now) for was, now in steps)
    cites = _cites(pair)
    if changes or None in cites:
        yield Difference(_sort(cites), Of.EXAMPLE, *cites, changes)


def _cites(pair: tuple[Rule | Example | None, Rule | Example | None]) -> _Cites:
    old, new = pair
    return None if old is None else old.cite, None if new is None else new.cite


def _sort(cites: _Cites) -> Sort:
    if None not in cites:
        return Sort.CHANGED
    return Sort.ADDED if cites[0] is None else Sort.REMOVED


def _of_wordings(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """Reasons whose translation changed; one that came or went with its clause says nothing new."""
    for text in sorted(old.keys() & new.keys()):
        if old[text] != new[text]:
            change = Change(Part.WORDING, old[text], new[text])
            yield Difference(Sort.CHANGED, Of.WORDING, None, None, (change,), text)
