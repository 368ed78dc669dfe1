"""Finds and reads the feature files of a folder, whatever else may lie there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from domain.errors import BadInput
from policies.bounds import SET_FILES, bytes_at_most

SUFFIX = ".feature"
_DEEPEST = 8
MOST_ENTRIES = 20_000
"""A folder of policies is no tree of a whole disk; looking through one would take minutes."""


def feature_files(folder: Path, *, most: int = MOST_ENTRIES) -> tuple[Path, ...]:
    """The feature files below a folder, sorted; at most one more than a set may have.

    Folders whose names begin with a dot are left out. At most `most` entries are looked at.

    Raises:
        BadInput: when a folder below is a link, is too deep or cannot be read, when there is far
            too much in it, or when a name cannot be shown.
    """
    found = sorted(_below(folder, most))
    for path in found:
        _require_plain_name(path.relative_to(folder), path)
    return tuple(found[: SET_FILES + 1])


def text_of(path: Path) -> str:
    """The text of a feature file; bytes that are no UTF-8 stay as lone surrogates.

    Of a file that is too large only so much is read that checking it will say so.

    Raises:
        BadInput: when it is no file, or may not be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _unusable(path, "不是普通文件", "is no ordinary file")
        with path.open("rb") as file:
            raw = file.read(bytes_at_most())
    except OSError as error:
        raise _unreadable(path, error) from error
    text = raw.decode("utf-8", errors="surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _below(folder: Path, most: int) -> Iterator[Path]:
    entries = 0
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        for entry in _entries(place):
            entries += 1
            if entries > most:
                raise _unusable(
                    folder,
                    f"里面的文件和文件夹超过{most:,}个，请只写制度所在的文件夹",
                    f"holds more than {most:,} files and folders: "
                    "name the folder of the policy alone",
                )
            path = place / entry.name
            if not _is_folder(entry):
                yield from (path,) if entry.name.endswith(SUFFIX) else ()
            elif not entry.name.startswith("."):
                _require_own(entry, path, depth)
                waiting.append((path, depth + 1))


def _entries(place: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(place, error) from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; a link that leads round in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _require_own(entry: os.DirEntry[str], path: Path, depth: int) -> None:
    if entry.is_symlink():
        raise _unusable(
            path,
            "是指向别处的链接；请把制度文件本身放在这里",
            "is a link to another folder: put the feature files themselves here",
        )
    if depth >= _DEEPEST:
        raise _unusable(
            path, f"太深：最多{_DEEPEST}层文件夹", f"is too deep: at most {_DEEPEST} folders"
        )


def _require_plain_name(name: Path, path: Path) -> None:
    """A citation names the file: it has to be a name that can be shown."""
    if not name.as_posix().isprintable():
        raise _unusable(
            path,
            "文件名里有不能显示的字符，请改名",
            "has characters in its name that cannot be shown: rename it",
        )


def _unreadable(path: Path, error: OSError) -> BadInput:
    reason = os.strerror(error.errno or 0)
    return _unusable(path, f"无法读取（{reason}）", f"cannot be read ({reason})")


def _unusable(path: Path, zh: str, en: str) -> BadInput:
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode()
        for sign in str(path)
    )
    return BadInput(
        field_zh="制度目录",
        field_en="feature files",
        reason_zh=f"{shown} {zh}",
        reason_en=f"{shown} {en}",
    )
