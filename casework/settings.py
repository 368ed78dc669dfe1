"""What an installation can be told, read from the environment in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from domain.errors import BadInput

DEFAULT_DATA = Path("var")
DEFAULT_SENDER = "holdfast@localhost"
_PORTS = 65536
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Smtp:
    """How mail leaves the house; without a host notices go to the console."""

    host: str = ""
    port: int = 25
    sender: str = DEFAULT_SENDER
    username: str = ""
    password: str = ""
    starttls: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation: its data folder, its database, its language and its mail server.

    The folder holds database, evidence, keys and Prefect's home; `database_url` may point to a
    PostgreSQL database instead of the SQLite file in the folder.
    """

    data: Path = DEFAULT_DATA
    database_url: str = ""
    lang: str = "zh"
    smtp: Smtp = Smtp()
    base_url: str = ""
    checkpoints: Path | None = None

    @property
    def url(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.data / 'holdfast.sqlite3'}"

    @property
    def keys_file(self) -> Path:
        """Where the master key lies, outside the database."""
        return self.data / "keys" / "master.key"

    @property
    def evidence_folder(self) -> Path:
        """Where evidence lies, addressed by content."""
        return self.data / "evidence"

    @property
    def checkpoints_folder(self) -> Path:
        """Where signed checkpoints lie, outside the database; better on another machine."""
        return self.checkpoints or self.data / "checkpoints"

    def with_data(self, data: Path | None) -> Settings:
        """The same settings for another data folder; None changes nothing."""
        return self if data is None else replace(self, data=data)

    def as_environment(self) -> dict[str, str]:
        """The variables that make a child process see the same settings."""
        return {
            "HOLDFAST_DATA": str(self.data.resolve()),
            "HOLDFAST_DATABASE_URL": self.database_url,
            "HOLDFAST_LANG": self.lang,
            "HOLDFAST_BASE_URL": self.base_url,
            "HOLDFAST_CHECKPOINTS": str(self.checkpoints.resolve()) if self.checkpoints else "",
            "HOLDFAST_SMTP_HOST": self.smtp.host,
            "HOLDFAST_SMTP_PORT": str(self.smtp.port),
            "HOLDFAST_SMTP_SENDER": self.smtp.sender,
            "HOLDFAST_SMTP_USERNAME": self.smtp.username,
            "HOLDFAST_SMTP_PASSWORD": self.smtp.password,
            "HOLDFAST_SMTP_STARTTLS": "1" if self.smtp.starttls else "",
        }


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that `HOLDFAST_…` variables describe; what is not set keeps its default."""
    env = os.environ if environment is None else environment
    smtp = Smtp(
        host=env.get("HOLDFAST_SMTP_HOST", ""),
        port=_port(env.get("HOLDFAST_SMTP_PORT") or "25"),
        sender=env.get("HOLDFAST_SMTP_SENDER") or DEFAULT_SENDER,
        username=env.get("HOLDFAST_SMTP_USERNAME", ""),
        password=env.get("HOLDFAST_SMTP_PASSWORD", ""),
        starttls=_is_yes("HOLDFAST_SMTP_STARTTLS", env.get("HOLDFAST_SMTP_STARTTLS", "")),
    )
    checkpoints = env.get("HOLDFAST_CHECKPOINTS", "")
    return Settings(
        data=Path(env.get("HOLDFAST_DATA") or DEFAULT_DATA),
        database_url=_database(env.get("HOLDFAST_DATABASE_URL", "")),
        lang=language_from_environment(env),
        smtp=smtp,
        base_url=env.get("HOLDFAST_BASE_URL", ""),
        checkpoints=Path(checkpoints) if checkpoints else None,
    )


def language_from_environment(environment: Mapping[str, str] | None = None) -> str:
    """The language to speak, also to say what is wrong with the other settings."""
    env = os.environ if environment is None else environment
    lang = env.get("HOLDFAST_LANG", "zh")
    return lang if lang in ("zh", "en") else "zh"


def _database(url: str) -> str:
    """The address of a database of a kind that we know, or nothing. Raises: BadInput."""
    if not url:
        return url
    # Only who names a database pays for this import.
    from store.engine import is_address

    if is_address(url):
        return url
    # It may hold a password, so it is not shown.
    raise BadInput(
        field="HOLDFAST_DATABASE_URL",
        reason_zh="不是可用的数据库地址，请写 postgresql://用户:口令@主机:端口/库名，或 sqlite:///文件",
        reason_en="this is no database that can be used: write "
        "postgresql://USER:PASSWORD@HOST:PORT/NAME, or sqlite:///FILE",
    )


def _port(text: str) -> int:
    """The port that a text names. Raises: BadInput."""
    if text.isascii() and text.isdecimal() and 0 < int(text) < _PORTS:
        return int(text)
    raise BadInput(
        field="HOLDFAST_SMTP_PORT",
        reason_zh=f"“{text}”不是端口，请写 1 至 65535 的整数，例如 25",
        reason_en=f"“{text}” is no port: write a whole number from 1 to 65535, for example 25",
    )


def _is_yes(name: str, text: str) -> bool:
    """Whether a text says yes; an empty one says no. Raises: BadInput for what says neither."""
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise BadInput(
        field=name,
        reason_zh=f"“{text}”既不是是也不是否，请写 1 或 0",
        reason_en=f"“{text}” is neither yes nor no: write 1 or 0",
    )
