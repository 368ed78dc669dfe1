"""Sealed text: a data key per case, wrapped by a master key that is kept outside the database.

Destroying the wrapped data key makes a case's texts unreadable for ever, while the commitments
that the chain holds stay valid.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import ContentDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_BYTES = 32
KEY_VERSION = 1
_NONCE_BYTES = 12
_VERSION_BYTES = 4
_SEPARATOR = "|"
_COMMITMENT = b"holdfast/commitment/v1"


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The master keys by version, 32 bytes each; new data keys are wrapped by `current`."""

    current: int
    by_version: Mapping[int, bytes]

    @classmethod
    def single(cls, key: bytes) -> MasterKeys:
        """One key, version 1."""
        return cls(current=1, by_version={1: key})


class Sealed(NamedTuple):
    """A sealed text as it is stored; `commitment` is 64 hexadecimal digits."""

    key_version: int
    nonce: bytes
    sealed: bytes
    commitment: str


class Place(NamedTuple):
    """Where a sealed text stands: it opens in no other place."""

    table: str
    case_id: str
    row_id: str
    field: str


def new_data_key(keys: MasterKeys, case_id: str) -> bytes:
    """A fresh data key for a case, wrapped: version, nonce, ciphertext."""
    return wrap(keys, case_id, AESGCM.generate_key(bit_length=KEY_BYTES * 8))


def wrap(keys: MasterKeys, case_id: str, data_key: bytes) -> bytes:
    """`data_key` wrapped by the current master key, bound to the case."""
    nonce = os.urandom(_NONCE_BYTES)
    cipher = AESGCM(keys.by_version[keys.current])
    version = keys.current.to_bytes(_VERSION_BYTES)
    return version + nonce + cipher.encrypt(nonce, data_key, _key_place(case_id, version))


def unwrap(keys: MasterKeys, case_id: str, wrapped: bytes) -> bytes:
    """The data key of a case.

    Raises: ContentDamaged when it was altered, moved, or its master key is not at hand.
    """
    version, rest = wrapped[:_VERSION_BYTES], wrapped[_VERSION_BYTES:]
    master = keys.by_version.get(int.from_bytes(version))
    if master is None:
        raise ContentDamaged(name=f"key:{case_id}")
    nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        return AESGCM(master).decrypt(nonce, ciphertext, _key_place(case_id, version))
    except (InvalidTag, ValueError) as error:
        raise ContentDamaged(name=f"key:{case_id}") from error


def seal(data_key: bytes, place: Place, text: str) -> Sealed:
    """`text` sealed for its place, with a commitment that reveals nothing without the key."""
    plain = text.encode()
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(data_key).encrypt(nonce, plain, _bound_to(place, KEY_VERSION))
    return Sealed(KEY_VERSION, nonce, sealed, commitment(data_key, plain))


def open_sealed(data_key: bytes, place: Place, sealed: Sealed) -> str:
    """The text.

    Raises: ContentDamaged when text, place, key version or commitment do not belong together.
    """
    try:
        plain = AESGCM(data_key).decrypt(
            sealed.nonce, sealed.sealed, _bound_to(place, sealed.key_version)
        )
    except (InvalidTag, ValueError) as error:
        raise ContentDamaged(name=place.row_id) from error
    if not hmac.compare_digest(commitment(data_key, plain), sealed.commitment):
        raise ContentDamaged(name=place.row_id)
    return plain.decode()


def commitment(data_key: bytes, plain: bytes) -> str:
    """A keyed hash of a text: 64 hexadecimal digits, checkable only while the key lives."""
    derived = hmac.digest(data_key, _COMMITMENT, hashlib.sha256)
    return hmac.new(derived, plain, hashlib.sha256).hexdigest()


def _key_place(case_id: str, version: bytes) -> bytes:
    return b"cases|" + case_id.encode() + b"|data_key|" + version


def _bound_to(place: Place, key_version: int) -> bytes:
    return _SEPARATOR.join((*place, str(key_version))).encode()
