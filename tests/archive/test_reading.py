"""Search, show and roles: any words are safe to ask, and every answer can be had as of an earlier day."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picketwire.archive.answers.roles import RoleFilter, roles
from picketwire.archive.answers.search import Query, match_expression, search
from picketwire.archive.answers.show import show
from picketwire.archive.facts import save_organizations, save_strikes
from picketwire.archive.opening import open_reader, open_writer
from picketwire.errors import ArchiveError
from picketwire.facts import Alias, Membership, Organization, Strike, StrikeEvent, StrikeParty
from picketwire.pipeline.link import link
from picketwire.records import Pay, TaggedItem
from picketwire.times import parse_day
from tests.archive.conftest import Keeper
from tests.builders import board, feed, hours, news, poll_of, posting, tag

PAY = Pay(low=Decimal(300000), high=Decimal(900000), currency="USD", period="year", stated_by="employer-text")


def union(slug: str, began: str, ended: str) -> Strike:
    return Strike(
        slug=f"{slug}-2023",
        name=f"{slug} strike",
        parties=(
            StrikeParty(role="union", organization=slug),
            StrikeParty(role="struck", organization="amptp"),
        ),
        events=(
            StrikeEvent(stage="began", date=parse_day(began), quote="They walked out."),
            StrikeEvent(stage="tentative_agreement", date=parse_day("2023-09-24")),
            StrikeEvent(stage="ended", date=parse_day(ended)),
        ),
    )


ORGANIZATIONS = (
    Organization(slug="amptp", name="AMPTP", kind="association"),
    Organization(
        slug="netflix",
        name="Netflix",
        kind="employer",
        memberships=(Membership(association="amptp", since=parse_day("2021-01-01")),),
    ),
    Organization(slug="pixar", name="Pixar", kind="employer", parent="disney"),
    Organization(
        slug="disney",
        name="Disney",
        kind="employer",
        aliases=(Alias(text="The Walt Disney Company"),),
        memberships=(Membership(association="amptp"),),
    ),
    Organization(slug="elsewhere", name="Elsewhere", kind="employer"),
    Organization(slug="wga", name="WGA", kind="union"),
    Organization(slug="sag-aftra", name="SAG-AFTRA", kind="union"),
)


@pytest.fixture
def path(tmp_path):
    """Postings of three employers, two strikes, and an edited news item."""
    file = tmp_path / "a.sqlite"
    with open_writer(file) as db:
        keeper = Keeper(db)
        save_organizations(db, ORGANIZATIONS)
        save_strikes(
            db,
            [union("wga", "2023-05-02", "2023-09-27"), union("sag-aftra", "2023-07-14", "2023-11-09")],
            hours(-24 * 60),
        )
        role = TaggedItem(
            item=posting(pay=(PAY,), opened=parse_day("2023-07-24")), tags=(tag("ai_role", text="Product"),)
        )
        keeper.store(poll_of(board(), [role, posting("1", "Accountant")]))
        pixar = TaggedItem(
            item=posting("9", "Machine Learning Engineer"), tags=(tag("ai_role", text="Machine"),)
        )
        keeper.store(poll_of(board("pixar-jobs", tenant="pixar", employer="pixar"), [pixar]))
        other = TaggedItem(item=posting("9", "AI Researcher"), tags=(tag("ai_role", text="AI"),))
        keeper.store(poll_of(board("else-jobs", tenant="else", employer="elsewhere"), [other]))
        keeper.store(poll_of(feed(), [TaggedItem(item=news("1", "Writers strike"), tags=(tag("strike"),))]))
        keeper.store(poll_of(feed(), [TaggedItem(item=news("1", "Actors strike"), tags=())], at=2))
        keeper.store(poll_of(board(), [posting("1", "Accountant")], at=24 * 20))
        keeper.store(poll_of(board(), [posting("1", "Accountant")], at=24 * 21))
    return file


@pytest.fixture
def reader(path):
    with open_reader(path) as connection:
        yield connection


def test_words_are_all_required_and_a_phrase_stays_together(reader):
    assert [h.title for h in search(reader, Query(words="strike actors"))] == ["Actors strike"]
    assert search(reader, Query(words='"strike actors"')) == []
    assert [h.title for h in search(reader, Query(words="acto*"))] == ["Actors strike"]


def test_search_as_of_an_earlier_time_knows_the_words_and_tags_of_then(reader):
    then = Query(words="writers", as_of="2023-07-24T13:00:00Z")
    assert [(h.title, h.tags) for h in search(reader, then)] == [("Writers strike", ("strike",))]
    assert search(reader, Query(words="writers")) == []
    assert search(reader, Query(words="actors", as_of="2023-07-24T13:00:00Z")) == []
    assert search(reader, Query(words="writers", as_of="2023-07-24T11:00:00Z")) == []


def test_search_keeps_to_tag_kind_and_employer(reader):
    assert [h.title for h in search(reader, Query(tags=("ai_role",), employer="netflix"))] == [
        "Product Manager, Machine Learning"
    ]
    assert {h.kind for h in search(reader, Query(kind="news"))} == {"news"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    file = tmp_path_factory.mktemp("empty") / "a.sqlite"
    with open_writer(file):
        pass
    with open_reader(file) as connection:
        yield connection


@given(st.text())
@settings(max_examples=300)
def test_no_text_typed_into_search_ever_raises(empty, words):
    assert search(empty, Query(words=words)) == []


@pytest.mark.data
def test_no_naughty_string_typed_into_search_raises(empty, data):
    lines = [p.read_text(errors="replace") for p in (data / "suites/blns").rglob("*.txt")]
    for line in "\n".join(lines).splitlines():
        search(empty, Query(words=line))


def test_operators_are_looked_for_and_never_obeyed():
    assert match_expression('NEAR(a b) OR title:x -y "open') == '"NEAR(a" "b)" "OR" "title:x" "-y" "open"'


@pytest.mark.parametrize(
    ("since", "until", "unions"),
    [
        ("2023-07-24", "2023-07-26", ["sag-aftra", "wga"]),
        ("2023-08-12", "2023-09-01", ["sag-aftra", "wga"]),
        ("2023-08-13", "2023-09-01", []),
        ("2023-06-01", "2023-07-24", []),
    ],
)
def test_a_span_of_days_wants_role_and_strike_at_once_within_it(reader, since, until, unions):
    wanted = RoleFilter(during_strike=True, since=parse_day(since), until=parse_day(until))
    found = [r for r in roles(reader, wanted) if r.organization == "netflix"]
    assert sorted(s.union for r in found for s in r.strikes) == unions


def test_a_strike_out_of_the_span_is_not_told_of(reader):
    """Pixar's role stands open for months: in October only one of the two strikes was on."""
    wanted = RoleFilter(since=parse_day("2023-10-01"), until=parse_day("2023-10-05"))
    [pixar] = [r for r in roles(reader, wanted) if r.organization == "pixar"]
    assert [s.union for s in pixar.strikes] == ["sag-aftra"]


def test_reasons_and_titles_are_those_of_the_time(path, reader):
    """An end that became known later is no part of what was known before, and neither is a new title."""
    with open_writer(path) as db:
        link(db, now=hours(24 * 30))
        renamed = posting(title="Head of Machine Learning", pay=(PAY,), opened=parse_day("2023-07-24"))
        again = TaggedItem(item=replace(renamed, digest=b"new"), tags=(tag("ai_role", text="Machine"),))
        Keeper(db).store(poll_of(board(), [again], at=24 * 22))
    wanted = RoleFilter(employer="netflix", strike="wga-2023")
    [now] = roles(reader, wanted)
    [then] = roles(reader, replace(wanted, as_of="2023-07-30T00:00:00Z"))
    assert now.title == "Head of Machine Learning" != then.title
    assert any("until 2023-09-27" in reason for reason in now.strikes[0].reasons)
    assert any("with no known end" in reason for reason in then.strikes[0].reasons)
    assert not any("2023-09-27" in reason for reason in then.strikes[0].reasons)
    assert any("is a member of" in reason for reason in then.strikes[0].reasons)


@pytest.mark.parametrize(
    ("day", "unions"),
    [("2023-07-25", ["sag-aftra", "wga"]), ("2023-09-26", []), ("2023-07-23", [])],
)
def test_a_role_is_found_on_days_when_it_was_open_and_its_employer_struck(reader, day, unions):
    found = [
        r
        for r in roles(reader, RoleFilter(during_strike=True, on=parse_day(day)))
        if r.organization == "netflix"
    ]
    assert sorted(s.union for r in found for s in r.strikes) == unions


def test_a_strike_reaches_members_of_the_association_and_what_they_own(reader):
    found = {r.organization: {s.relation for s in r.strikes} for r in roles(reader, RoleFilter())}
    assert found == {"netflix": {"via association"}, "pixar": {"via association"}, "elsewhere": set()}


def test_roles_as_of_a_day_know_only_what_was_known_then(reader):
    """The strike of SAG-AFTRA became known on its day; the posting's closing three weeks later."""
    early = roles(reader, RoleFilter(employer="netflix", as_of="2023-07-30T00:00:00Z"))
    assert [(r.closed, [s.ended for s in r.strikes]) for r in early] == [(None, [None, None])]
    assert roles(reader, RoleFilter(as_of="2023-07-01T00:00:00Z")) == []


def test_a_closed_role_is_closed_from_the_first_poll_that_missed_it(reader):
    [role] = roles(reader, RoleFilter(employer="netflix"))
    assert (role.closed, role.open_now) == ("2023-08-13", False)


def test_nothing_seen_later_is_shown_of_an_earlier_time(reader):
    """Neither the last sighting nor the closing of a posting was known before it happened."""
    wanted = RoleFilter(employer="netflix", as_of="2023-07-27T00:00:00Z")
    [role] = roles(reader, wanted)
    assert (role.last_known, role.open_now) == ("2023-07-24", True)
    assert {s.status for s in role.strikes if s.union == "sag-aftra"} == {"confirmed"}
    then, now = show(reader, role.id, wanted.as_of), show(reader, role.id)
    assert (then.posting["closed"], then.posting["closed_because"]) == (None, None)
    assert now.posting["closed"] > wanted.as_of >= then.last_known
    assert (then.source.last_fetch or "") <= wanted.as_of


def test_roles_without_stated_pay_are_answers_unless_pay_is_asked_for(reader):
    assert len(roles(reader, RoleFilter())) == 3
    assert [r.organization for r in roles(reader, RoleFilter(min_pay=500_000))] == ["netflix"]


def test_the_view_says_what_the_command_says(reader):
    rows = {
        (r["item"], r["strike"]) for r in reader.execute("SELECT item, strike FROM ai_roles_during_strikes")
    }
    assert rows == {(r.id, s.slug) for r in roles(reader, RoleFilter()) for s in r.strikes}


def test_show_tells_what_changed_and_where_it_came_from(reader):
    view = show(reader, search(reader, Query(words="actors"))[0].id)
    assert [(c.field, c.before, c.after) for c in view.changes] == [
        ("title", "Writers strike", "Actors strike")
    ]
    assert view.source.name == "Ledger"


def test_an_item_that_is_not_there_is_named(reader):
    with pytest.raises(ArchiveError, match="no item 999"):
        show(reader, 999)


def test_a_reader_cannot_write(reader):
    with pytest.raises(Exception, match="readonly"):
        reader.execute("DELETE FROM items")


def test_the_same_archive_can_be_opened_again_and_keeps_its_views(path):
    with open_writer(path) as db:
        assert db.conn.execute("SELECT count(*) FROM ai_roles").fetchone() == (3,)
