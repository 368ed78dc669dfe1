"""The whole story as it is printed: a word before it, day by day, the ledger, a word after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.lexicon import LEXICON
from holdfast.sample.rounds.closing_ledger import closing_ledger
from holdfast.sample.rounds.record import Record
from holdfast.sample.rounds.telling import Teller

_BEFORE = {
    "zh": """\
四轮督察“回头看”，2023年1月10日至7月31日。单位、人员、内容均为虚构。
每一步都是真实的命令，时钟由推演拨动；谁可以办、缺什么、何时到期、提级给谁，都由制度回答。
记号：✗ 被制度拒绝　↑ 逾期提级　! 通报、约谈""",
    "en": """\
Four look-back rounds, 10 January to 31 July 2023. Units, people and contents are invented.
Every step is a real command on a driven clock. Who may, what is missing, when it is due and
to whom it climbs are answers of the policy.
Marks: ✗ refused by policy   ↑ late, and climbs   ! circular, talk""",
}
_LEDGER = {"zh": "【台账】", "en": "== The ledger =="}


def told(record: Record, value: Mapping[str, Any], lang: str, until: date) -> Iterator[str]:
    """Every line of it."""
    yield from _BEFORE[lang].splitlines()
    yield from Teller(record, lang).lines()
    yield ""
    yield _LEDGER[lang]
    yield from closing_ledger(record, lang, until)
    yield ""
    yield from (_judged(one, lang) for one in value["look_backs"])
    yield _sum(value, lang)


def _judged(look_back: Mapping[str, Any], lang: str) -> str:
    """The verdicts of one look-back in a line."""
    comma = "、" if lang == "zh" else ", "
    said = comma.join(
        f"{LEXICON.word('value', verdict, lang)} {count}"
        for verdict, count in look_back["verdicts"].items()
    )
    if lang == "zh":
        return (
            f"{look_back['number']} {look_back['name']}：{said}；新发现{look_back['findings']}项。"
        )
    return f"{look_back['number']} {look_back['name']}: {said}; new: {look_back['findings']}."


def _sum(value: Mapping[str, Any], lang: str) -> str:
    findings = sum(one["findings"] for one in value["rounds"])
    refused = len({(one["case"], one["trigger"], one["by"]) for one in value["refusals"]})
    counts = {
        "all": findings,
        "struck": value["struck_off"],
        "open": value["open"],
        "back": value["reopened"],
        "added": value["added"],
        "refused": refused,
        "climbed": len(value["escalations"]),
        "searches": len(value["read_across"]),
        "reports": sum(one["reports"] for one in value["read_across"]),
        "pursued": len(value["accountability"]),
    }
    zh = (
        "一月的{all}项问题：销号{struck}项，未销{open}项，曾重新挂账{back}项；举一反三、举报和回头看"
        "另增{added}项。排查{searches}件，报送{reports}次；被拒绝{refused}次，提级{climbed}次，"
        "责任追究{pursued}件。"
    )
    en = (
        "Of {all} findings of January {struck} are struck off and {open} are open; {back} came "
        "back. Read-across, a report and the look-backs added {added}. {searches} searches made "
        "{reports} returns; {refused} refusals, {climbed} escalations, {pursued} accountability "
        "cases."
    )
    return (zh if lang == "zh" else en).format(**counts)
