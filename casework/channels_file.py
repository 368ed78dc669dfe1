"""Reads `channels.toml`: every channel that it describes, and everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from casework.channel_tables import FILE, ChannelTable, Described
from domain.errors import BadInput

_PLACE = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)")


@dataclass(frozen=True, slots=True)
class ChannelsFile:
    """What the file holds: the channels that can be used, and why others cannot."""

    channels: tuple[Described, ...] = ()
    problems: tuple[BadInput, ...] = ()


def read_channels(path: Path) -> ChannelsFile:
    """What the file says now; nothing where there is none, and never an exception.

    A table with a mistake takes none of the others with it.
    """
    try:
        # An editor may have put a mark before the first character.
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ChannelsFile()
    except (OSError, UnicodeDecodeError) as error:
        return ChannelsFile(problems=(_unreadable(error),))
    return _described(text, path.parent)


@lru_cache(maxsize=8)
def _described(text: str, folder: Path) -> ChannelsFile:
    """A memo, so that a channel remembers from delivery to delivery how often it has spoken."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return ChannelsFile(problems=(_no_toml(str(error)),))
    tables = [ChannelTable(name, table, folder) for name, table in found.items()]
    channels = [channel for table in tables if (channel := table.read()) is not None]
    problems = [problem for table in tables for problem in table.problems]
    return ChannelsFile(tuple(channels), tuple(problems))


def _unreadable(error: OSError | UnicodeDecodeError) -> BadInput:
    if isinstance(error, UnicodeDecodeError):
        zh, en = "文件应以 UTF-8 编码保存", "save the file in UTF-8"
    else:
        zh, en = f"无法读取（{error.strerror}）", f"it cannot be read: {error.strerror}"
    return BadInput(field=FILE, reason_zh=zh, reason_en=en)


def _no_toml(error: str) -> BadInput:
    """Where the reader stopped, with the slips of the pen that are likely there."""
    found = _PLACE.fullmatch(error)
    what = found["what"] if found else error
    zh = f"第 {found['line']} 行第 {found['column']} 列" if found else ""
    en = f"line {found['line']}, column {found['column']}: " if found else ""
    return BadInput(
        field=FILE,
        reason_zh=f"{zh}不符合 TOML 写法（{what}）；引号用英文半角，中文名称须加引号，"
        '例如 ["生产群"]；名称不能重复',
        reason_en=f"{en}{what}. Quotes are straight ones, a name beyond ASCII stands in quotes, "
        "and no name comes twice",
    )
