"""The keys of an installation, files outside the database that only its owner can read.

`master.key` wraps the data keys of the cases. `audit.key` signs checkpoints; whoever has the
public halves (`audit*.pub`, PEM) can verify them. To change the audit key, move `audit.key` away,
rename `audit.pub` to another name that begins with `audit`, and run `holdfast init`.
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casework.settings import Settings
from domain.errors import BadInput, NotReady
from domain.ids import new_id
from store.sealing import KEY_BYTES

_ONLY_MINE, _FOR_ALL = 0o600, 0o644
_KEY_ID_DIGITS = 16
_MARK = b"holdfast/master-key/mark/v1"
_MARK_DIGITS = 32


def make_keys(settings: Settings) -> None:
    """The master key and the audit key, where they are not there yet."""
    make_master_key(settings.keys_file)
    make_audit_key(settings)


def make_master_key(path: Path) -> None:
    """A new key; one that is there is never replaced."""
    if not path.exists():
        _write_once(path, os.urandom(KEY_BYTES), _ONLY_MINE)


def master_key_mark(settings: Settings) -> str | None:
    """What a database remembers of its master key, None where the key is not at hand.

    It tells keys apart and nothing about them: two machines on one database need the same key.
    """
    if not settings.keys_file.exists():
        return None
    return hmac.new(settings.keys_file.read_bytes(), _MARK, sha256).hexdigest()[:_MARK_DIGITS]


def require_master_key(settings: Settings, mark: str | None) -> None:
    """Nothing, where the key at hand is the one of `mark`, or the database remembers none.

    Raises: NotReady.
    """
    if mark is None or master_key_mark(settings) == mark:
        return
    raise NotReady(
        reason_zh=f"此数据库属于另一把主密钥：请从第一台机器复制整个 keys 目录到 {settings.data}"
        "（权限 0600），不要另行生成。",
        reason_en="This database belongs to another master key: copy the folder keys of the first "
        f"machine to {settings.data} (mode 0600) instead of making new keys.",
    )


def make_audit_key(settings: Settings) -> None:
    """A new pair, unless either half of the present one is there; a lost public half is restored.

    A lost private half is not replaced: that would hide that it was lost.
    """
    private, public = _audit_files(settings)
    if not private.exists():
        if public.exists():
            return
        new = Ed25519PrivateKey.generate()
        _write_once(private, _private_pem(new), _ONLY_MINE)
    if not public.exists():
        _write_once(public, _public_pem(_read_private(private).public_key()), _FOR_ALL)


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The key that signs checkpoints.

    Raises: NotReady when it is not at hand or cannot be read.
    """
    private, _ = _audit_files(settings)
    try:
        return _read_private(private)
    except FileNotFoundError as error:
        raise NotReady(
            reason_zh=f"缺少审计签名密钥 {private}：请从备份或另一台机器复制 keys 目录；"
            "新安装请运行 holdfast init。",
            reason_en=f"The key that signs checkpoints is missing: {private}. Copy the folder keys "
            "from a backup or from the other machine; in a new installation run holdfast init.",
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise NotReady(
            reason_zh=f"审计签名密钥 {private} 无法读取，应为 PEM 格式的 Ed25519 私钥。",
            reason_en=f"The key that signs checkpoints cannot be read: {private} should be an "
            "Ed25519 private key in PEM.",
        ) from error


def verifying_keys(settings: Settings, given: Path | None = None) -> dict[str, Ed25519PublicKey]:
    """The public keys by their ids: all of this installation, or only the one in `given`.

    Raises: BadInput when a file holds no such key.
    """
    folder = settings.keys_file.parent
    files = sorted(folder.glob("audit*.pub")) if given is None else [given]
    keys = [_read_public(file) for file in files]
    return {key_id(key): key for key in keys}


def key_id(key: Ed25519PublicKey) -> str:
    """By what a checkpoint names its key: the beginning of the key's SHA-256, in hexadecimal."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return sha256(raw).hexdigest()[:_KEY_ID_DIGITS]


def _audit_files(settings: Settings) -> tuple[Path, Path]:
    folder = settings.keys_file.parent
    return folder / "audit.key", folder / "audit.pub"


def _read_private(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(path)
    return key


def _read_public(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _no_public_key(path) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_public_key(path)
    return key


def _no_public_key(path: Path) -> BadInput:
    return BadInput(
        field=str(path),
        reason_zh="应为 PEM 格式的 Ed25519 公钥文件（如 keys/audit.pub）",
        reason_en="should be a file with an Ed25519 public key in PEM, such as keys/audit.pub",
    )


def _private_pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _write_once(path: Path, content: bytes, mode: int) -> None:
    """Write a file whole and durably; whoever comes second leaves the first one's as it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{new_id()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)
    except FileExistsError:
        return
    finally:
        partial.unlink()
