"""`holdfast case …`: cases opened, looked at and advanced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.lexicon import LEXICON
from holdfast.commands import case_clocks, case_reading, case_searches, case_waivers
from holdfast.door import Door, command, fields_of
from holdfast.options import Case, Set

CASE = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"case": CASE}
case_reading.add_to(CASE)
case_clocks.add_to(CASE)
case_waivers.add_to(CASE)
case_searches.add_to(CASE)


@command(CASE, "open", by=True)
def open_(
    door: Door,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="类型 / kind, see: holdfast kinds")],
    settings: Set = None,
    under: Annotated[
        str | None, typer.Option("--under", metavar="ID", help="上级 / parent")
    ] = None,
    number: Annotated[str | None, typer.Option("--number", help="自定编号 / own number")] = None,
) -> None:
    """登记一个事项 / Open a case of a kind."""
    from casework.opening import Opening, open_case
    from domain.lexicon import LEXICON
    from holdfast.shapes import opened_shape

    opening = Opening(kind, door.by, fields_of(settings), under, number, door.lang)
    with door.app() as app:
        opened = open_case(app, opening)
    kind_word = LEXICON.word("kind", opened.kind, door.lang)
    state = LEXICON.word("state", opened.state, door.lang)
    next_ = f"holdfast case why {opened.number}"
    door.answer(
        opened_shape(opened),
        [
            door.say(
                f"已登记{kind_word} {opened.number}（代号 {opened.handle}），{state}。"
                f"下一步：{next_}",
                f"Opened {kind_word} {opened.number} ({opened.handle}), {state}. Next: {next_}",
            )
        ],
    )


@command(CASE, "do", by=True)
def do(
    door: Door,
    case: Case,
    trigger: Annotated[str, typer.Argument(metavar="TRIGGER", help="办理动作 / what to do")],
    settings: Set = None,
) -> None:
    """办理事项 / Do a trigger to a case, in one transaction."""
    from casework.acting import Request, act
    from holdfast.shapes import done_shape
    from holdfast.showing.done import done_lines

    request = Request(case, trigger, door.by, fields_of(settings), door.lang)
    with door.app() as app:
        done = act(app, request)
    door.answer(done_shape(done), done_lines(done, door.lang))


@command(CASE, "sign", by=True)
def sign(
    door: Door,
    case: Case,
    check: Annotated[str, typer.Argument(metavar="CHECK", help="核验项 / the check")],
    settings: Set = None,
) -> None:
    """签认核验项 / Sign a check that the facts bear out."""
    from casework.signing import sign_check
    from domain.lexicon import LEXICON

    with door.app() as app:
        signed = sign_check(
            app, case, check, by=door.by, fields=fields_of(settings), lang=door.lang
        )
    name = LEXICON.word("check", signed.check, door.lang)
    role = LEXICON.word("role", signed.role, door.lang)
    value = {"number": signed.number, "check": signed.check, "role": signed.role}
    value["facts_hash"] = signed.facts_hash
    said = door.say(
        f"{signed.number}：已以{role}身份签认“{name}”。",
        f"{signed.number}: signed “{name}” as {role}.",
    )
    door.answer(value, [said])


@command(CASE, "comment", by=True)
def comment(
    door: Door,
    case: Case,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="备注 / the remark")],
) -> None:
    """添加备注（不影响时限） / Add a remark, which never moves a deadline."""
    from casework.attaching import comment as add_comment

    with door.app() as app:
        add_comment(app, case, text, by=door.by)
    door.answer({"case": case, "done": True}, [door.say("已添加备注。", "Remark added.")])


@command(CASE, "attach", by=True)
def attach(
    door: Door,
    case: Case,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="文件 / the file")],
    document: Annotated[
        str, typer.Option("--document", help="材料名称 / document name, as in the policy")
    ],
) -> None:
    """附材料 / Keep a file as evidence of a case."""
    from casework.attaching import attach_file

    with door.app() as app:
        sha256 = attach_file(app, case, file, by=door.by, document=document)
    said = door.say(f"已附材料，SHA-256 {sha256}。", f"Attached, SHA-256 {sha256}.")
    door.answer({"case": case, "document": document, "sha256": sha256}, [said])


@command(CASE, "tell", by=True)
def tell(
    door: Door,
    case: Case,
    content: Annotated[str, typer.Argument(metavar="CONTENT", help="告知内容 / what is told")],
    party: Annotated[str, typer.Option("--to", metavar="PARTY", help="告知谁 / to whom")],
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="已当面或邮寄送达 / it was served by hand")
    ] = False,
) -> None:
    """告知相关方 / Tell a party; by mail, or as served by hand."""
    from casework.telling import tell_party

    with door.app() as app:
        told = tell_party(app, case, content, party=party, by=door.by, served_by_hand=by_hand)
    said = (
        door.say("已登记当面送达。", "Service by hand is on the record.")
        if by_hand
        else door.say("通知已进入发件箱。", "The notice is in the outbox.")
    )
    door.answer({"case": case, "obligation": told, "served_by_hand": by_hand}, [said])


@command(CASE, "link", by=True)
def link(
    door: Door,
    case: Case,
    relation: Annotated[
        str,
        typer.Argument(metavar="RELATION", help="关系，如 重复发生、并案、同类 / the relation"),
    ],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="另一事项 / the other case")],
) -> None:
    """关联两个事项 / Link a case to another one, as confirmed by a person."""
    from casework.linking import link as link_cases

    with door.app() as app:
        linked = link_cases(app, case, relation, other, by=door.by)
    word = LEXICON.word("relation", linked.relation, door.lang)
    said = door.say(
        f"{linked.number} 与 {linked.other} 已关联：{word}。",
        f"{linked.number} is linked to {linked.other}: {word}.",
    )
    again = door.say("两者此前已经关联。", "They were linked before.")
    door.answer(
        {
            "case": linked.number,
            "relation": linked.relation,
            "other": linked.other,
            "fresh": linked.fresh,
        },
        [said if linked.fresh else again],
    )
