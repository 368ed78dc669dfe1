"""Settings: read from the environment in one place, and handed on to child processes the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.settings import DEFAULT_DATA, Settings, Smtp, settings_from_environment
from domain.errors import BadInput

FULL = {
    "HOLDFAST_DATA": "/srv/holdfast",
    "HOLDFAST_DATABASE_URL": "postgresql+psycopg://books@db/holdfast",
    "HOLDFAST_LANG": "en",
    "HOLDFAST_BASE_URL": "https://books.example.org",
    "HOLDFAST_CHECKPOINTS": "/mnt/worm/checkpoints",
    "HOLDFAST_SMTP_HOST": "mail.example.org",
    "HOLDFAST_SMTP_PORT": "587",
    "HOLDFAST_SMTP_SENDER": "office@example.org",
    "HOLDFAST_SMTP_USERNAME": "office",
    "HOLDFAST_SMTP_PASSWORD": "right",
    "HOLDFAST_SMTP_STARTTLS": "1",
}


def test_everything_can_be_said_by_the_environment() -> None:
    assert settings_from_environment(FULL) == Settings(
        data=Path("/srv/holdfast"),
        database_url="postgresql+psycopg://books@db/holdfast",
        lang="en",
        smtp=Smtp("mail.example.org", 587, "office@example.org", "office", "right", starttls=True),
        base_url="https://books.example.org",
        checkpoints=Path("/mnt/worm/checkpoints"),
    )


@pytest.mark.parametrize("environment", [{}, dict.fromkeys(FULL, "")])
def test_what_is_not_said_keeps_its_default(environment: dict[str, str]) -> None:
    assert settings_from_environment(environment) == Settings()


def test_the_environment_of_the_process_is_what_counts_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOLDFAST_LANG", "en")
    assert settings_from_environment().lang == "en"


def test_an_unknown_language_falls_back_to_chinese() -> None:
    assert settings_from_environment({"HOLDFAST_LANG": "tlh"}).lang == "zh"


def test_a_child_process_sees_the_same_settings(tmp_path: Path) -> None:
    for settings in (settings_from_environment(FULL), Settings(data=tmp_path)):
        assert settings_from_environment(settings.as_environment()) == settings


def test_everything_lies_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert settings.url == f"sqlite:///{tmp_path}/holdfast.sqlite3"
    assert settings.keys_file == tmp_path / "keys" / "master.key"
    assert settings.evidence_folder == tmp_path / "evidence"
    assert settings.checkpoints_folder == tmp_path / "checkpoints"
    assert settings_from_environment(FULL).url == FULL["HOLDFAST_DATABASE_URL"]


def test_another_folder_changes_nothing_else(tmp_path: Path) -> None:
    settings = settings_from_environment(FULL)
    assert settings.with_data(None) is settings
    moved = settings.with_data(tmp_path)
    assert (moved.data, moved.lang) == (tmp_path, "en")
    assert Settings().data == DEFAULT_DATA


@pytest.mark.parametrize(
    "url",
    [
        "mysql://clerk:secret@db/books",
        "postgresql:/clerk:secret@db/books",
        "postgresql://clerk:secret@db:port/books",
        "clerk:secret",
        "://",
        "postgresql",
    ],
)
def test_a_database_of_a_kind_that_we_do_not_know_is_named_and_its_password_is_not(
    url: str,
) -> None:
    with pytest.raises(BadInput) as refusal:
        settings_from_environment({"HOLDFAST_DATABASE_URL": url})
    said = refusal.value.text("en") + refusal.value.text("zh")
    assert "HOLDFAST_DATABASE_URL" in said
    assert "postgresql://" in said
    assert "secret" not in said
