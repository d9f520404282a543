"""A tree is read back from its text as it was written; what is no tree is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.nets import text_of, tree_of
from miner.warehouse import LogError

leaves = st.one_of(st.none(), st.text("abc_1 ", min_size=1, max_size=6))
trees = st.recursive(
    leaves,
    lambda inner: st.tuples(
        st.sampled_from(("sequence", "and", "choice", "loop")),
        st.lists(inner, min_size=1, max_size=3),
    ).map(lambda pair: (pair[0], *pair[1])),
    max_leaves=12,
)


@given(trees)
def test_read_back(tree):
    assert text_of(tree_of(text_of(tree))) == text_of(tree)


@pytest.mark.parametrize("text", ["", "->( 'a'", "'a' 'b'", "->( 'a' ) )", "?( 'a' )"])
def test_what_is_no_tree_is_refused(text):
    with pytest.raises(LogError):
        tree_of(text)
