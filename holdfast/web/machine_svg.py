"""Draws the machine of a kind from its table, as SVG with the present state marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from domain.lexicon import LEXICON
from holdfast.web.machine_layout import Spot, Step, spots_of, steps_of
from statemachines.table import Table

_HEIGHT = 30
_PITCH = 54
_LANE = 11
_MARGIN = 8
_GAP = 26
_WIDTHS = {"zh": 124, "en": 170}
_TIP = (
    '<marker id="{id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'markerUnits="userSpaceOnUse" orient="auto"><path class="{look}" d="M0 0 8 4 0 8z"/></marker>'
)
_TIPS = _TIP.format(id="tip", look="tip") + _TIP.format(id="tip-now", look="tip now")


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things are, in pixels; `lanes` are the ways beside the main column, by target."""

    spots: dict[str, Spot]
    width: int
    left_lanes: dict[str, int]
    right_lanes: dict[str, int]

    @property
    def left(self) -> int:
        """Where the main column begins."""
        return _MARGIN + _LANE * (len(self.left_lanes) + 1)

    def x(self, state: str) -> int:
        """The left edge of a state."""
        gap = _GAP + _LANE * len(self.right_lanes)
        column = self.spots[state].column
        return self.left + (
            0 if column == 0 else self.width + gap + (column - 1) * (self.width + 14)
        )

    def y(self, state: str) -> int:
        """The upper edge of a state."""
        return _MARGIN + self.spots[state].rank * _PITCH

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole drawing."""
        right = max(self.x(state) for state in self.spots) + self.width
        lowest = max(self.y(state) for state in self.spots) + _HEIGHT
        return right + _MARGIN, lowest + 16


def machine_svg(table: Table, lang: str, *, present: str = "", visited: Iterable[str] = ()) -> str:
    """The drawing as a self-contained `<svg>`; ids and classes come from the table and lexicon.

    Styled by classes only, so that a strict content policy and the print sheet both apply.
    """
    steps = steps_of(table)
    plan = _plan(table, steps, lang)
    width, height = plan.size
    kind = LEXICON.word("kind", table.kind, lang)
    state = LEXICON.word("state", present, lang)
    said = f"{kind}：当前为“{state}”" if lang == "zh" else f"{kind}: now “{state}”"
    been = frozenset(visited)
    drawn = (
        f'<svg class="machine" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(said if present else kind)}"><defs>'
        f"{_TIPS}</defs>"
    )
    arrows = (_arrow(plan, step, present, lang) for step in sorted(steps, key=_last_if(present)))
    nodes = (_node(plan, table, name, lang, _look(name, present, been)) for name in plan.spots)
    return f"{drawn}{''.join(arrows)}{''.join(nodes)}</svg>"


def _plan(table: Table, steps: Iterable[Step], lang: str) -> _Plan:
    spots = spots_of(table)
    left: dict[str, int] = {}
    right: dict[str, int] = {}
    for step in steps:
        source, target = spots[step.source], spots[step.target]
        span = abs(source.rank - target.rank)
        if target.column == 0 and not _is_next(source, target):
            left[step.target] = max(left.get(step.target, 0), span)
        elif target.column == 1:
            right[step.target] = max(right.get(step.target, 0), span)
    return _Plan(spots, _WIDTHS[lang], _nested(left), _nested(right))


def _nested(spans: dict[str, int]) -> dict[str, int]:
    """The shortest way innermost."""
    return {name: lane for lane, name in enumerate(sorted(spans, key=lambda n: spans[n]))}


def _is_next(source: Spot, target: Spot) -> bool:
    return source.column == target.column == 0 and target.rank == source.rank + 1


def _last_if(present: str) -> Callable[[Step], bool]:
    """Arrows from the present state are drawn last, over all others."""
    return lambda step: step.source == present


def _look(name: str, present: str, been: frozenset[str]) -> str:
    if name == present:
        return "now"
    return "been" if name in been else "ahead"


def _node(plan: _Plan, table: Table, name: str, lang: str, look: str) -> str:
    x, y = plan.x(name), plan.y(name)
    rest = " resting" if name in table.resting else ""
    word = escape(LEXICON.word("state", name, lang))
    radius = _HEIGHT // 2 if name in table.resting or name == table.initial else 5
    return (
        f'<g class="state {look}{rest}"><rect x="{x}" y="{y}" width="{plan.width}" '
        f'height="{_HEIGHT}" rx="{radius}"/><text x="{x + plan.width // 2}" y="{y + 20}">{word}'
        "</text></g>"
    )


def _arrow(plan: _Plan, step: Step, present: str, lang: str) -> str:
    now = step.source == present
    word = " / ".join(LEXICON.word("trigger", trigger, lang) for trigger in step.triggers)
    look, tip = ("step now", "tip-now") if now else ("step", "tip")
    path = "".join(_way(plan, step))
    drawn = (
        f'<g class="{look}"><title>{escape(word)}</title>'
        f'<path d="{path}" marker-end="url(#{tip})"/>'
    )
    if _is_next(plan.spots[step.source], plan.spots[step.target]):
        x = plan.x(step.source) + plan.width // 2 + 7
        drawn += f'<text x="{x}" y="{plan.y(step.target) - 8}">{escape(word)}</text>'
    return drawn + "</g>"


def _way(plan: _Plan, step: Step) -> Iterator[str]:
    source, target = plan.spots[step.source], plan.spots[step.target]
    x, y = plan.x(step.source), plan.y(step.source)
    to_x, to_y = plan.x(step.target), plan.y(step.target)
    middle = plan.width // 2
    if _is_next(source, target):
        yield f"M{x + middle} {y + _HEIGHT}V{to_y - 1}"
    elif target.column == 0:
        lane = plan.left - _LANE * (plan.left_lanes[step.target] + 1)
        if source.column == 0:
            yield f"M{x} {y + 21}H{lane + 4}"
            yield f"Q{lane} {y + 21} {lane} {y + 21 + _turn(y, to_y)}"
        else:
            low = y + _HEIGHT + 9
            yield f"M{x + middle} {y + _HEIGHT}V{low}H{lane + 4}Q{lane} {low} {lane} {low - 4}"
        yield f"V{to_y + 10 - _turn(y, to_y)}Q{lane} {to_y + 10} {lane + 4} {to_y + 10}H{to_x - 1}"
    elif target.column == 1:
        lane = to_x - 12 - _LANE * plan.right_lanes[step.target]
        yield f"M{x + plan.width} {y + 15}H{lane - 4}Q{lane} {y + 15} {lane} {y + 19}"
        yield f"V{to_y + 11}Q{lane} {to_y + 15} {lane + 4} {to_y + 15}H{to_x - 1}"
    else:
        yield f"M{x + plan.width} {y + 9}H{to_x + middle - 4}"
        yield f"Q{to_x + middle} {y + 9} {to_x + middle} {y + 13}V{to_y - 1}"


def _turn(from_y: int, to_y: int) -> int:
    """Four pixels towards the target, so that corners are round both ways."""
    return 4 if to_y > from_y else -4
