"""Facts of strikes in the archive: side by side, dated, withdrawn but not deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.answers.strikes import strike, strikes
from picketwire.archive.facts import save_organizations, save_strikes
from picketwire.archive.opening import open_reader, open_writer
from picketwire.archive.schema.migrations import migrations
from picketwire.archive.strike_facts import facts_of, own_pages
from picketwire.errors import ArchiveError
from picketwire.facts import Membership, Organization, Strike, StrikeEvent, StrikeFact, StrikeParty

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.facts import OrganizationKind
    from tests.archive.conftest import Keeper

DAY = datetime(2023, 7, 1, tzinfo=UTC)
LATER = datetime(2023, 8, 1, tzinfo=UTC)
FACT = StrikeFact(kind="workers", value="11500", quote="11,500 writers", date=date(2023, 5, 2))
OTHER = replace(FACT, value="11000", quote="some 11,000 writers")


def organization(
    slug: str, kind: OrganizationKind, parent: str | None = None, **more: object
) -> Organization:
    return Organization(slug=slug, name=slug.title(), kind=kind, parent=parent, **more)  # type: ignore[arg-type]


ORGANIZATIONS = (
    organization("guild", "union"),
    organization("guild-east", "local", "guild"),
    organization("alliance", "association"),
    organization("studio", "employer", memberships=(Membership(association="alliance"),)),
    organization(
        "former", "employer", memberships=(Membership(association="alliance", until=date(2020, 1, 1)),)
    ),
    organization(
        "newcomer", "employer", memberships=(Membership(association="alliance", since=date(2023, 9, 27)),)
    ),
    organization("studio-news", "publisher", "studio"),
    organization("labor-board", "agency"),
    organization("ledger", "publisher"),
    organization("bakers", "union"),
)
STRIKE = Strike(
    slug="guild-2023",
    name="The strike",
    parties=(
        StrikeParty(role="union", organization="guild"),
        StrikeParty(role="struck", organization="alliance"),
    ),
    events=(
        StrikeEvent(stage="began", date=date(2023, 5, 2)),
        StrikeEvent(stage="ended", date=date(2023, 9, 27)),
    ),
    facts=(FACT, OTHER),
)


def values(keeper: Keeper, as_of: str = "9999") -> list[str]:
    return [known.fact.value for known in facts_of(keeper.db.conn, "guild-2023", as_of)]


def load(keeper: Keeper, *told: Strike, at: datetime = DAY) -> None:
    save_organizations(keeper.db, ORGANIZATIONS)
    save_strikes(keeper.db, told, at)


def test_facts_that_disagree_are_both_kept(keeper: Keeper) -> None:
    load(keeper, STRIKE)
    assert values(keeper) == ["11500", "11000"]
    (first, _) = facts_of(keeper.db.conn, "guild-2023")
    assert (first.fact, first.known) == (FACT, "2023-07-01T00:00:00Z")


def test_loading_again_changes_nothing(keeper: Keeper) -> None:
    load(keeper, STRIKE)
    before = keeper.rows("SELECT * FROM strike_facts")
    load(keeper, STRIKE, at=LATER)
    assert keeper.rows("SELECT * FROM strike_facts") == before


def test_a_fact_taken_out_of_the_file_is_withdrawn_and_still_known_as_of_before(keeper: Keeper) -> None:
    load(keeper, STRIKE)
    load(keeper, replace(STRIKE, facts=(OTHER,)), at=LATER)
    assert values(keeper) == ["11000"]
    assert values(keeper, "2023-07-15T00:00:00Z") == ["11500", "11000"]
    assert values(keeper, "2023-06-01T00:00:00Z") == []


def test_a_strike_taken_out_of_the_file_is_on_record_no_more_but_as_of_before(keeper: Keeper) -> None:
    """Its stages are withdrawn with a date; what coverage told of it would stand."""
    load(keeper, STRIKE)
    load(keeper, at=LATER)
    assert strikes(keeper.db.conn) == []
    assert keeper.rows("SELECT began, ended FROM strikes") == [(None, None)]
    (then,) = strikes(keeper.db.conn, as_of="2023-07-15T00:00:00Z")
    assert (then.slug, then.began) == ("guild-2023", "2023-05-02")
    assert values(keeper) == []


def test_a_strike_is_known_only_with_the_stages_that_were_known(keeper: Keeper) -> None:
    """An end still to come is no end: the record of a day knows what was known on it."""
    load(keeper, STRIKE)
    then = strike(keeper.db.conn, "guild-2023", "2023-07-15T00:00:00Z")
    assert (then.began, then.ended) == ("2023-05-02", None)
    with pytest.raises(ArchiveError, match="no strike is called 'guild-2023' as of 2023-06-01"):
        strike(keeper.db.conn, "guild-2023", "2023-06-01T00:00:00Z")


def test_pages_of_parties_and_agencies_are_primary(keeper: Keeper) -> None:
    """The union with its locals, the struck association with its members of those days, and government.

    A newspaper that a struck company owns is press; a former member and another union are outsiders.
    """
    load(keeper, STRIKE)
    assert own_pages(keeper.db.conn, "guild-2023") == {
        "guild",
        "guild-east",
        "alliance",
        "studio",
        "labor-board",
    }


def test_an_archive_from_before_gets_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened for writing, it is brought forward; what it holds stays."""
    path, apply = tmp_path / "archive.sqlite", migrations.apply
    with monkeypatch.context() as before:
        before.setattr(migrations, "apply", lambda db: apply(db, stop_before="m003_strike_facts"))
        before.setattr("picketwire.archive.schema.migrations._view_statements", list)
        with open_writer(path) as db:
            assert "strike_facts" not in db.table_names()
            db.conn.execute("INSERT INTO strikes (slug, name, status) VALUES ('s', 'S', 'confirmed')")
            db.conn.execute(
                "INSERT INTO strike_events (strike, stage, date, basis, known) "
                "VALUES ('s', 'began', '2023-05-02', 'reported', '2023-05-02T00:00:00Z')"
            )
    with open_reader(path) as connection:
        assert [s.slug for s in strikes(connection)] == ["s"]
        assert facts_of(connection, "s") == []
    with open_writer(path) as db:
        assert {"strike_facts", "strike_items", "bargaining"} <= set(db.table_names())
    with open_reader(path) as connection:
        assert [s.slug for s in strikes(connection)] == ["s"]
        assert facts_of(connection, "s") == []
