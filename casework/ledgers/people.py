"""Reads and writes the people of a cell: several names, capacities, padded names, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from casework.ledgers.faults import Fault, Outcome
from casework.ledgers.marks import narrow

CAPACITY_WORDS: Mapping[str, tuple[str, str]] = {
    "administrative": ("行政", "Administrative"),
    "party": ("党组织", "Party"),
}

_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8}|\d{7,8})(?!\d)"
)
_PHONE_WORD = re.compile(r"(电话|手机|联系方式|tel)[:.]?", re.IGNORECASE)
_ADMINISTRATIVE = r"行政(?:负责人|领导|正职|责任人|主要负责人|一把手)?|administrative(?: head)?"
_PARTY = r"(?:党组织|党委|党总支|党支部|党)(?:负责人|书记|责任人)?|书记|party(?: head)?"
_LABEL = re.compile(rf"(?:(?P<a>{_ADMINISTRATIVE})|(?P<p>{_PARTY}))\s*:", re.IGNORECASE)
_OTHER_LABEL = re.compile(r"^[^:]{1,12}:")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SEPARATORS = re.compile(r"[、,,;/；]|\s+和\s+|\s+and\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_PERSON = re.compile(
    r"^(各|全体|所有|相关|有关).*|.*(车间|部门|班组|单位|各级|科室|人员|事业部|公司|负责人|主任|厂长|经理|待定)$"
)
_PLACEHOLDER = re.compile(r"[×xX*?_○〇]{2,}|.*[×*?○〇].*|.*\d.*")
_LONGEST_HAN_NAME = 6

Person = dict[str, str]


def capacity_of(header: str) -> str | None:
    """The capacity that a second header line (行政, 党委) gives its column, or None."""
    found = _LABEL.fullmatch(narrow(header).strip(":") + ":")
    return None if found is None else _capacity(found)


def parse_people(text: str, capacity: str = "person") -> Outcome:
    """People as `{"capacity", "name"}` in the order written.

    A capacity said at the start of a line (行政：) holds until the line ends or another is said.
    Names padded with blanks are closed up; telephone numbers are removed with a warning.
    """
    people: list[Person] = []
    faults: list[Fault] = []
    for line in narrow(text).split("\n"):
        stripped = _PHONE_WORD.sub("", _PHONE.sub("", line))
        if stripped != line:
            faults.append(Fault("phone-number", details={"text": text}))
        for said, part in _parts(stripped, capacity):
            for name, code in _names(part):
                if code:
                    faults.append(Fault(code, details={"text": name}))
                else:
                    people.append({"capacity": _bracketed(name) or said, "name": _bare(name)})
    return Outcome(people or None, tuple(faults))


def write_people(people: Iterable[Mapping[str, str]], lang: str) -> str:
    """One person a line, the capacity before the name; `parse_people` reads it back."""
    lines = []
    for person in people:
        words = CAPACITY_WORDS.get(person["capacity"])
        colon = "：" if lang == "zh" else ": "
        label = f"{words[0] if lang == 'zh' else words[1]}{colon}" if words else ""
        lines.append(f"{label}{person['name']}")
    return "\n".join(lines)


def _capacity(found: re.Match[str]) -> str:
    return "administrative" if found["a"] else "party"


def _parts(line: str, capacity: str) -> Iterator[tuple[str, str]]:
    """The line cut at its capacity labels."""
    start, said = 0, capacity
    for label in _LABEL.finditer(line):
        yield said, line[start : label.start()]
        start, said = label.end(), _capacity(label)
    yield said, line[start:]


def _names(part: str) -> Iterator[tuple[str, str]]:
    """Each name in the text with the code of what is wrong with it, if anything."""
    for piece in _SEPARATORS.split(part):
        text = _OTHER_LABEL.sub("", piece.strip()).strip(" .。:")
        if not text:
            continue
        for name in _closed_up(text):
            yield name, _wrong(name)


def _closed_up(text: str) -> list[str]:
    """`王 伟` is one name, `张三 李四` are two, `Zhang San` stays one."""
    tokens = text.split()
    if len(tokens) == 1 or not all(_HAN.search(token) for token in tokens):
        return [" ".join(tokens)]
    names: list[str] = []
    pending = ""
    for token in tokens:
        if len(token) > 1 and pending:
            return [text]
        if len(token) > 1:
            names.append(token)
        elif pending:
            names.append(pending + token)
            pending = ""
        else:
            pending = token
    return [text] if pending else names


def _wrong(name: str) -> str:
    bare = _bare(name)
    if not bare or _PLACEHOLDER.fullmatch(bare):
        return "people-unclear"
    if _NO_PERSON.match(bare):
        return "not-a-person"
    too_long = len(bare) > _LONGEST_HAN_NAME and "·" not in bare
    return "people-unclear" if _HAN.search(bare) and (too_long or " " in bare) else ""


def _bare(name: str) -> str:
    return _BRACKETS.sub("", name).strip()


def _bracketed(name: str) -> str | None:
    """A capacity given in brackets behind the name."""
    inner = _BRACKETS.search(name)
    return None if inner is None else capacity_of(inner[1])
