"""A name typed into a question means one organization, by its slug first, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.archive.answers.asked import called
from picketwire.archive.facts import save_organizations
from picketwire.facts import Alias, Organization

if TYPE_CHECKING:
    from tests.archive.conftest import Keeper

ORGANIZATIONS = (
    Organization(slug="guild", name="Writers Guild", kind="union", aliases=(Alias(text="The Guild"),)),
    Organization(slug="actors", name="The Guild", kind="union", aliases=(Alias(text="guild"),)),
    Organization(slug="east", name="East", kind="local", aliases=(Alias(text="Twice"),)),
    Organization(slug="west", name="West", kind="local", aliases=(Alias(text="Twice"),)),
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("guild", "guild"),
        ("GUILD", "guild"),
        ("the guild", "actors"),
        (" Writers Guild ", "guild"),
        ("Twice", None),
        ("", None),
        ("nobody", None),
    ],
)
def test_slug_goes_before_name_and_name_before_alias(keeper: Keeper, name: str, slug: str | None) -> None:
    save_organizations(keeper.db, ORGANIZATIONS)
    assert called(keeper.db.conn, name) == slug
