"""Turns a notice — codes and facts — into a subject, a text and a page in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplatesNotFound,
    UndefinedError,
    select_autoescape,
)

from domain.errors import BadInput, NotFound
from domain.forms import FORMS, SEALED_TYPES
from domain.lexicon import LEXICON
from notifications.wording import language_of, one_line, paragraphs

TEMPLATES = Path(__file__).parent / "templates"

CATEGORIES: Mapping[str, str] = {
    "state": "state",
    "role": "role",
    "trigger": "trigger",
    "done": "trigger",
    "gate": "trigger",
    "content": "content",
    "party": "party",
}
"""Words that may be given as ids: name → category of the lexicon that translates them."""

OPTIONAL = frozenset(CATEGORIES) | {
    "because",
    "cite",
    "clause",
    "command",
    "due",
    "late_by",
    "level",
    "link",
    "on_behalf_of",
    "sent_late",
    "settle_by",
    "text",
    "to_name",
    "unit",
}
"""Words that any notice may lack.

Every other word that a template uses must be there and filled, unless the template asks whether it
`is defined`.
"""

LONG = frozenset({"because", "text"})
"""Words that may run over several lines, like a form's free texts; all others are put on one."""

_TELLING = ("title", "state", "done", "because", "text")
"""Words that tell others what a case is about: a title is often what somebody wrote."""

_LINKS = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said about a case of `kind`, in `lang`, as the recipient prefers it.

    `words` holds `number` and `title`, whatever of `OPTIONAL` is known, and for some letters more
    (`decision`, `decline_reason`). Names in `CATEGORIES` may be ids or words of either language.
    `trigger` is what is still to be done, `done` what has just been done; `due`, `late_by` and
    `sent_late` (when it should have gone out) are in local words (`notifications.wording`).
    """

    notice: str
    kind: str
    lang: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice in words: `subject` is one line, `text` plain, `html` a page of its own.

    `brief` is for where others read along: what is to be done until when and where to do it, but
    neither what the case is about nor what people wrote.
    """

    subject: str
    text: str
    html: str
    lang: str = "zh"
    brief: str = ""


def render(notice: Notice) -> Rendered:
    """The notice in words; what people wrote into a case can add neither headers nor markup.

    The most particular template wins: of the kind and content told, of the kind, of the notice.

    Raises:
        NotFound: when no template says this notice.
        BadInput: when a word that its template needs is missing or blank, or a link is none.
    """
    lang = language_of(notice.lang)
    ids = _ids(notice)
    words = _words(notice, ids, lang)
    words["task"] = say((f"{lang}/task.txt",), words, ids)
    folders = _folders(notice.notice, ids, lang)
    words["subject"] = one_line(say(_in(folders, "subject.txt"), words, ids))
    return Rendered(
        subject=words["subject"],
        text=paragraphs(say(_in(folders, "body.txt"), words, ids)) + "\n",
        html=say(_in(folders, "body.html"), words, ids) + "\n",
        lang=lang,
        brief=_brief(notice.notice, words, ids, lang),
    )


def _brief(notice: str, words: Mapping[str, str], ids: Mapping[str, str], lang: str) -> str:
    """The notice without what tells others about the case, by the general templates only."""
    folder = f"{lang}/{notice}"
    hushed = {**words, **dict.fromkeys(_TELLING, "")}
    subject = one_line(say((f"{folder}/subject.txt",), hushed, ids)).rstrip(" :：")
    hushed["subject"] = subject
    return paragraphs(say((f"{folder}/brief.txt", f"{lang}/brief.txt"), hushed, ids))


def _ids(notice: Notice) -> dict[str, str]:
    """The ids behind the words, for templates that say different things in different states."""
    found = {
        name: LEXICON.resolve(category, notice.words.get(name, "")) or ""
        for name, category in CATEGORIES.items()
    }
    return {**found, "kind": notice.kind}


def _words(notice: Notice, ids: Mapping[str, str], lang: str) -> dict[str, str]:
    """What templates may say: tidied, translated, blank where optional, else not there at all."""
    words = dict.fromkeys(OPTIONAL, "")
    long = LONG | _free_texts(notice.kind)
    for name, word in notice.words.items():
        tidy = paragraphs(word) if name in long else one_line(word)
        if tidy:
            words[name] = tidy
    for name, category in CATEGORIES.items():
        if ids[name]:
            words[name] = LEXICON.word(category, ids[name], lang)
    if words["link"] and not words["link"].startswith(_LINKS):
        raise BadInput(
            field="link", reason_zh="不是网页地址", reason_en="it is not the address of a page"
        )
    words["kind"] = LEXICON.word("kind", notice.kind, lang)
    return words


def _free_texts(kind: str) -> frozenset[str]:
    """The fields of a kind in which people write as they like."""
    form = FORMS.get(kind)
    return frozenset(f.id for f in form.fields if f.type in SEALED_TYPES) if form else frozenset()


def _folders(notice: str, ids: Mapping[str, str], lang: str) -> tuple[str, ...]:
    """Where the templates of a notice may be, the most particular first."""
    general = f"{lang}/{notice}"
    of_kind = f"{general}/{ids['kind']}"
    of_content = (f"{of_kind}/{ids['content']}",) if ids["content"] else ()
    return (*of_content, of_kind, general)


def _in(folders: tuple[str, ...], part: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{part}" for folder in folders)


def say(names: tuple[str, ...], words: Mapping[str, object], ids: Mapping[str, str]) -> str:
    """What the first template that exists says.

    Raises:
        NotFound: when none of them does.
        BadInput: when a word that it needs is not there.
    """
    try:
        return _environment().select_template(list(names)).render(words, ids=ids)
    except TemplatesNotFound as error:
        name = names[-1]
        raise NotFound(what_zh="通知模板", what_en="template of a notice", name=name) from error
    except UndefinedError as error:
        raise BadInput(
            field=names[-1],
            reason_zh=f"缺少用词（{error}）",
            reason_en=f"a word is missing: {error}",
        ) from error


@cache
def _environment() -> Environment:
    """The shipped templates, read once; only pages escape, plain text stays as it was written."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
