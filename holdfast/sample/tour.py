"""What somebody who has just started the demo is told: what to look at, and what to try."""

from __future__ import annotations

from collections.abc import Iterator

from casework.settings import DEFAULT_DATA, Settings

# (what to type, Chinese, English)
_LOOK: tuple[tuple[str, str, str], ...] = (
    ("case list --under R1", "本轮督察的全部问题", "every finding of the round"),
    ("case show R1-1", "五项核验全部签认，已销号", "struck off, with five signed checks"),
    ("case why R1-3 报送方案", "“五落实”还缺什么、谁能补", "what the plan lacks, and from whom"),
    ("case show R1-4", "退回整改，次数已记", "sent back, and the return is counted"),
    ("case show R1-7", "重大隐患：挂牌督办并告知", "a major hazard: listed, and to be told"),
    ("case due R1-12", "已逾期：依据哪一条、提级给谁", "overdue: by which clause, told to whom"),
    ("case show G1", "社区诉求：自己的时限与告知", "a grievance with clocks of its own"),
)
_TRY: tuple[tuple[str, str, str], ...] = (
    ("case do R1-9 确认底稿 --as yueyan", "矿业公司确认底稿", "the mine confirms a finding"),
    (
        "case do R1-1 备案 --as yueyan",
        "会被拒绝，并说明依据",
        "refused, with the clause that says so",
    ),
    ("people", "都有谁、担任什么（--as 后面写谁）", "who is who, for --as"),
    (
        "export ledger --round R1 --to ledger.xlsx",
        "导出整改台账",
        "the ledger as a spreadsheet",
    ),
    ("audit verify", "核查审计链", "verify the chained log"),
    ("serve", "网页和自动运行（Ctrl+C 停止）", "the pages and the clocks (Ctrl+C stops)"),
)
_WIDTH = 52


def tour(settings: Settings) -> Iterator[str]:
    """The lines of the tour, in the language of the settings."""
    zh = settings.lang == "zh"
    yield (
        "示例铝业集团：一轮督察的14项安全问题，1项社区诉求。单位、人员、内容均为虚构。"
        if zh
        else "A sample aluminium group: 14 safety findings of one round, and a grievance. "
        "Units, people and contents are invented."
    )
    if settings.data != DEFAULT_DATA:
        yield f"  export HOLDFAST_DATA={settings.data}"
    yield "  看一看：" if zh else "  Look:"
    yield from (_line(settings.lang, *row) for row in _LOOK)
    yield "  试一试：" if zh else "  Try:"
    yield from (_line(settings.lang, *row) for row in _TRY)


def _line(lang: str, words: str, zh: str, en: str) -> str:
    return f"    {_padded(f'holdfast {words}')}  {zh if lang == 'zh' else en}"


def _padded(text: str) -> str:
    """The text filled up with blanks; a Chinese character is two columns wide."""
    wide = sum(ord(letter) > 0x2E80 for letter in text)  # noqa: PLR2004 - where CJK begins.
    return text + " " * max(0, _WIDTH - len(text) - wide)
