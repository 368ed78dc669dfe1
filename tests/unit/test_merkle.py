"""The Merkle tree: as RFC 6962 shapes and hashes it, however its leaves came in."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.merkle import Tree

# The leaves with which the logs of certificate transparency are tested, and the root over the
# first of them, the first two, and so on.
LEAVES = ("", "\0", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
NAMES = st.text("abcdef", min_size=1, max_size=2)
PUTS = st.lists(st.dictionaries(NAMES, st.text(max_size=3), max_size=6), max_size=6)


def plainly(texts: list[str]) -> bytes:
    """The root as RFC 6962 defines it, by recursion."""
    if not texts:
        return sha256().digest()
    if len(texts) == 1:
        return sha256(b"\0" + texts[0].encode()).digest()
    split = 1
    while 2 * split < len(texts):
        split *= 2
    return sha256(b"\1" + plainly(texts[:split]) + plainly(texts[split:])).digest()


def test_a_tree_without_leaves_has_the_hash_of_nothing() -> None:
    assert Tree().root == sha256().hexdigest()


@pytest.mark.parametrize("count", range(1, len(LEAVES) + 1))
def test_the_root_is_that_of_certificate_transparency(count: int) -> None:
    tree = Tree()
    tree.put({f"{number}": text for number, text in enumerate(LEAVES[:count])})
    assert tree.root == ROOTS[count - 1]


@settings(max_examples=80, deadline=None, database=None)
@given(PUTS)
def test_what_is_put_bit_by_bit_has_the_root_of_what_is_there(puts: list[dict[str, str]]) -> None:
    tree, there = Tree(), dict[str, str]()
    for leaves in puts:
        tree.put(leaves)
        there |= leaves
        assert tree.root == plainly([there[name] for name in sorted(there)]).hex()


def test_a_leaf_is_no_node() -> None:
    pair, one = Tree(), Tree()
    pair.put({"a": "x", "b": "y"})
    inside = sha256(b"\0x").digest() + sha256(b"\0y").digest()
    one.put({"a": inside.decode("latin-1")})
    assert pair.root != one.root
    assert sha256(b"\1" + inside).hexdigest() == pair.root
