"""The keys of an installation: made once, for their owner only, never replaced silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from casework.keys import key_id, make_keys, signing_key, verifying_keys
from casework.settings import Settings
from domain.errors import BadInput, NotReady

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path)
    make_keys(made)
    return made


def files(settings: Settings) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in settings.keys_file.parent.iterdir()}


def test_private_keys_are_for_their_owner_only(settings: Settings) -> None:
    folder = settings.keys_file.parent
    assert {file.name: file.stat().st_mode & 0o077 for file in folder.glob("*.key")} == {
        "master.key": 0,
        "audit.key": 0,
    }
    assert set(files(settings)) == {"master.key", "audit.key", "audit.pub"}


def test_keys_that_are_there_are_never_replaced(settings: Settings) -> None:
    before = files(settings)
    make_keys(settings)
    assert files(settings) == before


def test_a_lost_public_half_is_made_again_a_lost_private_one_is_not(settings: Settings) -> None:
    before = files(settings)
    folder = settings.keys_file.parent
    (folder / "audit.pub").unlink()
    make_keys(settings)
    assert files(settings) == before
    (folder / "audit.key").unlink()
    make_keys(settings)
    assert set(files(settings)) == {"master.key", "audit.pub"}
    with pytest.raises(NotReady, match=r"is missing: .*audit\.key"):
        signing_key(settings)


def test_the_key_is_changed_by_moving_the_old_one_aside(settings: Settings) -> None:
    folder = settings.keys_file.parent
    old = signing_key(settings).public_key()
    (folder / "audit.key").rename(folder / "old.key")
    (folder / "audit.pub").rename(folder / "audit-2026.pub")
    make_keys(settings)
    new = signing_key(settings).public_key()
    assert key_id(new) != key_id(old)
    assert set(verifying_keys(settings)) == {key_id(new), key_id(old)}
    assert set(verifying_keys(settings, folder / "audit-2026.pub")) == {key_id(old)}


def test_a_file_that_holds_no_such_key_is_refused(settings: Settings) -> None:
    folder = settings.keys_file.parent
    other = X25519PrivateKey.generate()
    (folder / "audit.key").write_bytes(
        other.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with pytest.raises(NotReady, match="Ed25519"):
        signing_key(settings)
    public = other.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    for content in (b"", b"no key", public):
        (folder / "audit.pub").write_bytes(content)
        with pytest.raises(BadInput, match=r"audit\.pub: should be"):
            verifying_keys(settings)
    with pytest.raises(BadInput):
        verifying_keys(settings, folder / "nowhere.pub")
