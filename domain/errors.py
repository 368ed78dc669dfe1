"""Everything that can go wrong in words that a person can act on, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class RuleLine:
    """Where a rule stands: for people as a citation, for editors as file and line."""

    file: str
    line: int
    version: str
    citation: str = ""

    def as_json(self) -> dict[str, Any]:
        """The stable shape `{file, line, version, citation}`."""
        return {
            "file": self.file,
            "line": self.line,
            "version": self.version,
            "citation": self.citation,
        }


class HoldfastError(Exception):
    """Base of all errors that are answers: a code, a sentence in two languages, and details."""

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "{message}"
    en: ClassVar[str] = "{message}"

    def __init__(self, **details: object) -> None:
        """Keep the details by name, so that the error survives pickling."""
        super().__init__(details)
        self.details: dict[str, Any] = dict(details)

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the details: flows persist exceptions."""
        return (_rebuild, (type(self), self.details))

    def text(self, lang: str) -> str:
        """The sentence in `lang`; a detail `name_zh` or `name_en` stands in for `{name}`."""
        words = dict(self.details)
        for name, value in self.details.items():
            if name.endswith(f"_{lang}"):
                words[name.removesuffix(f"_{lang}")] = value
        return (self.zh if lang == "zh" else self.en).format(**words)

    def __str__(self) -> str:
        """The English sentence."""
        return self.text("en")

    def as_json(self, lang: str) -> dict[str, Any]:
        """The stable shape `{code, message, missing, rules}`."""
        return {"code": self.code, "message": self.text(lang), "missing": [], "rules": []}


def _rebuild(kind: type[HoldfastError], details: dict[str, Any]) -> HoldfastError:
    return kind(**details)


class BadInput(HoldfastError):
    """What was typed cannot be read: the field and the reason are named."""

    code = "bad-input"
    zh = "{field}：{reason}"
    en = "{field}: {reason}"


class NotFound(HoldfastError):
    """There is no such thing, or it may not be seen."""

    code = "not-found"
    zh = "找不到{what}“{name}”。{hint}"
    en = "There is no {what} “{name}”. {hint}"

    def __init__(self, **details: object) -> None:
        """`hint_zh` and `hint_en` are optional."""
        details.setdefault("hint_zh", "")
        details.setdefault("hint_en", "")
        super().__init__(**details)


class Ambiguous(HoldfastError):
    """Several things bear this name."""

    code = "ambiguous"
    zh = "“{name}”有多个：{choices}。请用完整编号。"
    en = "“{name}” is ambiguous: {choices}. Use the full number."


class IllegalTransition(HoldfastError):
    """The state machine has no such move from here; the allowed triggers are named."""

    code = "illegal-transition"
    zh = "处于“{state}”的事项不能“{trigger}”。现在可以：{allowed}。"
    en = "A case that is “{state}” cannot “{trigger}”. Possible now: {allowed}."


class Refused(HoldfastError):
    """Policy says no: every reason with its line, and what is missing with who can supply it."""

    code = "refused"
    zh = "不予准许：{reasons}"
    en = "Refused: {reasons}"

    def as_json(self, lang: str) -> dict[str, Any]:
        """The stable shape `{code, message, missing, rules}`."""
        return {
            "code": self.code,
            "message": self.text(lang),
            "missing": list(self.details.get("missing", ())),
            "rules": [line.as_json() for line in self.details.get("rules", ())],
        }


class NoActivePolicy(HoldfastError):
    """Nothing advances without a valid active policy; armed clocks go on firing."""

    code = "no-active-policy"
    zh = "没有生效的制度版本，任何事项都不能办理。请运行 holdfast init 启用随附的制度。"
    en = "No policy is active, so no case can advance: holdfast init puts the shipped one in force."


class PolicyRejected(HoldfastError):
    """A set of feature files has errors and cannot be activated."""

    code = "policy-rejected"
    zh = "制度未通过检查，共{count}处错误；改正后再运行 holdfast policy check。"
    en = "The policy has {count} error(s): correct them and run holdfast policy check again."


class PolicyNotReady(Refused):
    """A policy version may not take this step: what stands against it, and what to do first."""

    code = "policy-not-ready"
    zh = "现在不能办理：{reason}。"
    en = "Not possible now: {reason}."

    def __init__(self, **details: object) -> None:
        """An event that names the refusal cites its code."""
        details.setdefault("codes", [self.code])
        super().__init__(**details)


class ImportRejected(HoldfastError):
    """A ledger has errors: nothing was imported."""

    code = "import-rejected"
    zh = "台账有{count}处错误，未导入任何内容。"
    en = "The ledger has {count} error(s); nothing was imported."


class CalendarRejected(HoldfastError):
    """A file of days has errors: no calendar was changed."""

    code = "calendar-rejected"
    zh = "放假安排有{count}处错误，未改动任何日历。"
    en = "The days have {count} error(s); no calendar was changed."


class ChangedMeanwhile(HoldfastError):
    """Somebody else wrote the case between this person's reading and writing."""

    code = "changed-meanwhile"
    zh = "该事项刚被他人办理过，请刷新后重试。"
    en = "Somebody else changed this case meanwhile: look again and retry."


class StoreBusy(HoldfastError):
    """The database stayed locked longer than a command may wait."""

    code = "store-busy"
    zh = "数据库正忙，请稍后重试。"
    en = "The database is busy: try again in a moment."


class StoreUnwritable(HoldfastError):
    """The disk is full, or takes nothing: what was under way has not been done."""

    code = "store-unwritable"
    zh = "磁盘已满或无法写入，没有写入任何内容；请腾出空间后重试。"
    en = "The disk is full or cannot be written; nothing was changed: make room and retry."


class StoreLost(HoldfastError):
    """The database cannot be reached, or went away before anything was committed."""

    code = "store-lost"
    zh = "与数据库的连接中断，没有写入任何内容；请稍后重试，并用 holdfast doctor 检查。"
    en = "The database went away; nothing was changed: retry later, and ask holdfast doctor."


class StoreUncertain(HoldfastError):
    """The database went away while it was committing: nobody here knows whether it did."""

    code = "store-uncertain"
    zh = "提交时与数据库的连接中断，不知道是否已写入；请先查看该事项，再决定是否重做。"
    en = "The database went away while committing, so this may or may not be done: look first."


STORE_TROUBLE = (StoreBusy, StoreUnwritable, StoreLost, StoreUncertain)
"""What passes: nobody has refused anything, and whoever asks again later may be answered."""

SPOILED = (
    HoldfastError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What one thing raises that cannot be dealt with, as stored or as written: not a reason to stop.

Store trouble is among it and has to be let through first.
"""


class NotReady(HoldfastError):
    """The data folder is missing, or of another version than the program."""

    code = "not-ready"
    zh = "{reason_zh}"
    en = "{reason_en}"


class ClockNotDriven(HoldfastError):
    """`--now` was given on a database that runs on the real clock, or goes backwards."""

    code = "clock-not-driven"
    zh = "{reason_zh}"
    en = "{reason_en}"


class ContentDamaged(HoldfastError):
    """A sealed text, or the key of a case, was altered or moved, or its master key is missing."""

    code = "content-damaged"
    zh = "密封内容“{name}”已损坏或缺少主密钥，无法读取。"
    en = "The sealed content “{name}” is damaged or its master key is missing."
