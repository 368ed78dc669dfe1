"""How the audit reads: what was verified, what was found, which checkpoints there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.sealing_audit import Sealing
from holdfast.showing.words import short
from store.checkpoints import CheckpointRecord
from store.verify import Verification
from store.verify_checkpoints import CheckpointFault, CheckpointsVerified

MOST_FAULTS = 20
"""How many are listed for people; JSON has all."""

_CHAIN_FAULTS = {
    "altered": ("被改动", "was altered"),
    "missing": ("被删除", "is missing"),
    "added": ("是多出来的", "is one too many"),
    "head": ("与链尾不符", "is not what the case's head says"),
    "orphan": ("没有所属事项", "belongs to no case"),
}
_CHECKPOINT_FAULTS: Mapping[str, tuple[str, str]] = {
    "file_missing": ("的文件不见了", "has lost its file"),
    "row_missing": ("不在数据库中", "is not known to the database"),
    "both_missing": ("及其后的编号空缺", "is missing, in the folder and in the database"),
    "damaged": ("的文件已损坏", "has a damaged file"),
    "key_unknown": ("所用的公钥不在 keys 目录中", "is signed with a key that is not at hand"),
    "signature": ("的签名不成立", "is not signed by the key that it names"),
    "row_differs": ("的文件与数据库所记不同", "is another in the database than in its file"),
    "chaining": ("不接续前一号", "does not follow the one before it"),
    "root": ("的链尾与其根不符", "has heads that do not give its root"),
}
_CASE_FAULTS: Mapping[str, tuple[str, str]] = {
    "case_gone": ("整件被删除", "is gone with all its events"),
    "event_missing": ("第 {seq} 条记录已不存在", "has lost its event {seq}"),
    "rewritten": (
        "第 {seq} 条及以前的记录被改写",
        "was rewritten at event {seq} or before it",
    ),
}


def checkpoint_shape(checkpoint: CheckpointRecord) -> dict[str, Any]:
    """A checkpoint as JSON."""
    return checkpoint._asdict()


def checkpoint_row(checkpoint: CheckpointRecord, zone: str, lang: str) -> tuple[str, ...]:
    """A checkpoint as the cells of a table; of the signature what can be compared by eye."""
    return (
        str(checkpoint.seq),
        short(checkpoint.at, zone, lang),
        str(checkpoint.cases),
        str(checkpoint.events),
        checkpoint.signature[:16],
    )


def sealing_lines(sealing: Sealing, lang: str) -> Iterator[str]:
    """What came of sealing; the signature is there to be written down elsewhere."""
    zh, made = lang == "zh", sealing.checkpoint
    file = sealing.file.resolve()
    if sealing.new:
        yield (
            f"第 {made.seq} 号检查点：封存 {made.cases} 件事项、{made.events} 条记录，{file}"
            if zh
            else f"Checkpoint {made.seq}: {made.cases} cases and {made.events} events sealed "
            f"in {file}"
        )
    else:
        yield (
            f"第 {made.seq} 号检查点以来没有新记录，无需封存。"
            if zh
            else f"Nothing has happened since checkpoint {made.seq}; there is nothing to seal."
        )
    yield f"签名：{made.signature}" if zh else f"signature: {made.signature}"
    if sealing.contradicted:
        yield (
            f"注意：{sealing.contradicted} 件事项与此前封存的不符，请运行 holdfast audit verify。"
            if zh
            else f"Mind: {sealing.contradicted} cases are not as they were sealed before: run "
            "holdfast audit verify."
        )


def verified_line(found: Verification, lang: str) -> str:
    """What came of verifying the chains."""
    bad = found.first_bad
    if bad is None:
        return (
            f"审计链完整：{found.cases} 件事项，{found.events} 条记录。"
            if lang == "zh"
            else f"The log is whole: {found.cases} cases, {found.events} events."
        )
    zh, en = _CHAIN_FAULTS[bad.what]
    name = bad.handle or bad.case_id
    return (
        f"审计链不完整：事项 {name} 的第 {bad.seq} 条记录{zh}。"
        if lang == "zh"
        else f"The log is not whole: event {bad.seq} of case {name} {en}."
    )


def sealed_lines(found: CheckpointsVerified, lang: str) -> Iterator[str]:
    """What came of the checkpoints: one line, or one for each fault."""
    zh = lang == "zh"
    if not found.checkpoints:
        yield (
            "还没有检查点，整件删除无从发现：holdfast audit seal 可封存一次。"
            if zh
            else "No checkpoint yet, so a case deleted whole would not be missed: holdfast audit "
            "seal makes one."
        )
    elif found.ok:
        yield (
            f"检查点 {found.checkpoints} 个，与所封存的 {found.heads} 个链尾相符。"
            if zh
            else f"Checkpoints: {found.checkpoints}, and all hold; {found.heads} sealed heads "
            "compared."
        )
    for fault in found.faults[:MOST_FAULTS]:
        yield _fault_line(fault, lang)
    more = len(found.faults) - MOST_FAULTS
    if more > 0:
        yield f"另有 {more} 处，见 --json。" if zh else f"And {more} more: see --json."


def _fault_line(fault: CheckpointFault, lang: str) -> str:
    number = fault.checkpoint
    if fault.what in _CHECKPOINT_FAULTS:
        zh, en = _CHECKPOINT_FAULTS[fault.what]
        return f"第 {number} 号检查点{zh}。" if lang == "zh" else f"Checkpoint {number} {en}."
    zh, en = _CASE_FAULTS[fault.what]
    name = fault.handle or fault.case_id
    if lang == "zh":
        return f"与第 {number} 号检查点不符：事项 {name} {zh.format(seq=fault.seq)}。"
    return f"Against checkpoint {number}: case {name} {en.format(seq=fault.seq)}."
