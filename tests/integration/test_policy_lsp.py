from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from casework.policies_in_force import read_features
from domain.errors import BadInput
from holdfast.editing.folders import folder_of, place_of, sheet_of, texts_in
from holdfast.editing.shapes import Ruler
from holdfast.editing.workshop import Known
from tests.integration.casework_world import FEATURES, shipped
from tests.integration.editors import Editor, alone, edited, editing_apart, editing_here

ACTIONS = "02_整改措施.feature"
SLIP = ("那么 提醒“实施人”", "那么 提醒“实施仁”")
ENGLISH = """# language: en
Feature: rules
  Rule: Article 1
    @custom
    Scenario: a clause
      Given an "acton" is in "planned"
"""
BOMBS = {
    "a line of a million signs": "# language: zh-CN\n功能: " + "长" * 1_000_000,
    "a hundred thousand scenarios": "功能: 办法\n  规则: 第一条\n" + "    场景: 甲\n" * 100_000,
    "signs that nobody sees": "# language: zh-CN\n功能: \x00\ud800\u2028\r办法\n",
    "nothing at all": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy of two files, one of them in a folder of its own."""
    (tmp_path / "policy" / "en").mkdir(parents=True)
    (tmp_path / "policy" / ACTIONS).write_text(read_features(FEATURES)[ACTIONS], encoding="utf-8")
    return tmp_path / "policy"


def at(text: str, words: str) -> tuple[int, int]:
    """Where words begin, from 0."""
    before = text[: text.index(words)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def test_an_editor_is_helped_from_opening_to_closing(folder: Path, tmp_path: Path) -> None:
    text = (folder / ACTIONS).read_text(encoding="utf-8")

    async def session() -> None:
        async with editing_here(Known(shipped())) as editor:
            await _writes_chinese(editor, text, (folder / ACTIONS).as_uri())
            await _writes_english(editor)
            await _writes_something_else(editor, (tmp_path / "notes.txt").as_uri())
            await _writes_a_new_file(editor, folder / "en" / "new.feature")
            (folder / "elsewhere").symlink_to(folder)
            await _meets_a_link(editor, text, (folder / ACTIONS).as_uri())

    alone(session())


def test_the_server_outlives_what_nobody_could_have_written(folder: Path, tmp_path: Path) -> None:
    async def session() -> None:
        async with editing_apart(tmp_path / "nothing") as editor:
            await _drops_bombs(editor, (folder / ACTIONS).as_uri())

    alone(session())


async def _writes_chinese(editor: Editor, text: str, uri: str) -> None:
    await editor.opens(uri, text)
    assert editor.errors(uri) == []

    wrong = text.replace(*SLIP)
    [slip] = await editor.types(uri, wrong)
    assert (slip.code, slip.severity) == ("unknown-term", lsp.DiagnosticSeverity.Error)
    assert (slip.range.start.line, slip.range.start.character) == at(wrong, "实施仁")
    fixes = await editor.fixes(uri, slip)
    assert fixes[0].title == "改为：实施人"
    assert fixes[0].edit is not None
    assert fixes[0].edit.changes is not None
    assert edited(wrong, list(fixes[0].edit.changes[uri])) == text

    # The changed number is refused by the example; the message leads to the line of the clause.
    number = text.replace("应当在3日内“开始实施”", "应当在4日内“开始实施”")
    editor.sends(uri, number)
    assert await editor.fixes(uri, slip) == []
    await editor.proofs()
    assert editor.errors(uri)[0].code == "example-failed"

    line, character = at(number, "应当在4日内")
    shown = await editor.hover(uri, line, character + 3)
    assert shown is not None
    assert '"begin" must happen within 4 days' in shown
    items = await editor.completions(uri, line, character + len("应当在4"))
    assert [item.label for item in items][:2] == ["4日", "4个工作日"]
    assert {item.filter_text for item in items if item.label == "4日"} == {"4"}

    crooked = text.replace("| 事项     |", "| 事项 |")
    await editor.types(uri, crooked)
    assert edited(crooked, await editor.formats(uri)) == text
    [feature] = await editor.symbols(uri)
    assert [rule.name[:3] for rule in feature.children or ()] == ["第一条", "第二条", "第三条"]
    await editor.closes(uri)
    assert editor.errors(uri) == []
    assert await editor.hover(uri, line, character) is None


async def _writes_english(editor: Editor) -> None:
    """A document that was never saved; its columns are counted in the editor's units."""
    uri = "untitled:Untitled-1"
    await editor.opens(uri, ENGLISH)
    [wrong, *_] = await editor.types(uri, ENGLISH.replace("a clause", "a clause 🖋"))
    assert wrong.code == "unknown-step"
    right = ENGLISH.replace('an "acton"', 'a "action"')
    await editor.types(uri, f"{right}      When aft")
    [item] = await editor.completions(uri, right.count("\n"), len("      When aft"))
    assert isinstance(item.text_edit, lsp.TextEdit)
    assert item.text_edit.new_text == 'after "${1:trigger}"'
    assert item.insert_text_format == lsp.InsertTextFormat.Snippet

    await editor.types(uri, f'{right}      When "🖋" af')
    [item, *_] = await editor.completions(uri, right.count("\n"), len('      When "🖋" af') + 1)
    assert isinstance(item.text_edit, lsp.TextEdit)
    assert item.text_edit.range.end.character == len('      When "🖋" af') + 1


async def _writes_something_else(editor: Editor, uri: str) -> None:
    """Plain text is none of the server's business, whatever it says."""
    editor.client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "plaintext", 0, ENGLISH))
    )
    assert await editor.completions_if_any(uri, 0, 0) is None
    assert await editor.symbols(uri) == []
    assert await editor.formats(uri) == []


async def _writes_a_new_file(editor: Editor, path: Path) -> None:
    """What was found in a file that was never saved is forgotten with it."""
    uri = path.as_uri()
    await editor.opens(uri, ENGLISH)
    assert editor.errors(uri) != []
    await editor.closes(uri)
    assert editor.problems[uri] == []


async def _meets_a_link(editor: Editor, text: str, uri: str) -> None:
    await editor.opens(uri, text)
    [wrong] = editor.problems[uri]
    assert (wrong.code, wrong.range.start.line) == ("folder-unreadable", 0)
    assert "elsewhere" in wrong.message


async def _drops_bombs(editor: Editor, uri: str) -> None:
    await editor.opens(uri, "# language: zh-CN\n")
    for name, bomb in BOMBS.items():
        await editor.types(uri, bomb)
        assert editor.problems[uri], name
        assert isinstance(await editor.completions(uri, 1, 3), list)
        assert await editor.hover(uri, 90_000, 8) is None
        assert isinstance(await editor.symbols(uri), list)


def test_the_folder_of_a_policy_reaches_as_far_up_as_there_are_feature_files(folder: Path) -> None:
    english = folder / "en" / "x.feature"
    assert folder_of(english) == folder
    sheet = sheet_of("file:///x", english, "new")
    assert (sheet.folder, sheet.file) == (folder, "en/x.feature")
    assert set(texts_in(folder, {"file:///x": sheet})) == {ACTIONS, "en/x.feature"}
    assert place_of(folder, "en/x.feature", {"file:///x": sheet}) == "file:///x"
    assert place_of(folder, ACTIONS, {}) == (folder / ACTIONS).as_uri()


def test_what_is_typed_goes_before_what_is_on_disk(folder: Path) -> None:
    sheet = sheet_of("file:///y", folder / ACTIONS, "typed")
    assert texts_in(folder, {"file:///y": sheet}) == {ACTIONS: "typed"}


def test_a_document_that_was_never_saved_is_a_policy_of_its_own(folder: Path) -> None:
    sheet = sheet_of("untitled:Untitled-1", None, "new")
    assert (sheet.folder, sheet.file) == (None, "untitled:Untitled-1")
    assert texts_in(None, {sheet.uri: sheet}) == {sheet.file: "new"}
    assert place_of(None, ACTIONS, {sheet.uri: sheet}) is None
    gone = folder / "nowhere" / "z.feature"
    there = sheet_of("file:///z", gone, "new")
    assert texts_in(there.folder, {there.uri: there})["nowhere/z.feature"] == "new"


def test_a_folder_that_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "elsewhere").symlink_to(folder)
    with pytest.raises(BadInput):
        texts_in(folder, {})


def test_columns_are_counted_in_the_units_of_the_editor() -> None:
    ruler = Ruler("甲🖋乙\n丙", PositionCodec(lsp.PositionEncodingKind.Utf16))
    assert [ruler.position(1, column).character for column in (1, 2, 3, 4)] == [0, 1, 3, 4]
    assert [ruler.column(lsp.Position(0, at)) for at in (0, 1, 3, 4, 9)] == [1, 2, 3, 4, 4]
    assert ruler.column(lsp.Position(7, 2)) == 1
    assert ruler.position(7, 5) == lsp.Position(6, 0)
    assert ruler.whole_line(2).end == lsp.Position(1, 1)
