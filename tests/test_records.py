"""Records travel between processes and stay what they are."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from picketwire.records import Evidence, Item, Posting, Tag, TaggedItem


def test_a_tagged_item_arrives_equal_and_frozen() -> None:
    words = Evidence(field="title", start=0, end=6, text="strike")
    item = Item(
        kind="posting", title="strike", published=datetime(2023, 5, 2, tzinfo=UTC), posting=Posting(team="AI")
    )
    tag = Tag(name="strike", rule="r", rules_version="1", score=1.0, evidence=(words,))
    sent = TaggedItem(item=item, tags=(tag,))
    arrived = pickle.loads(pickle.dumps(sent))  # noqa: S301 -- our own bytes
    assert arrived == sent
    assert hash(arrived.tags[0]) == hash(tag)
    with pytest.raises(FrozenInstanceError):
        arrived.item.title = "other"
