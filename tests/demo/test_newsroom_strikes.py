"""The newsroom's strikes built from coverage alone: with strikes.yaml emptied, the same answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from picketwire.archive.answers.roles import RoleFilter, roles
from picketwire.archive.answers.strike_view import strike_view
from picketwire.archive.answers.strikes import strikes
from picketwire.archive.opening import open_reader, open_writer
from picketwire.demo.config import write_config
from picketwire.demo.play import poll_here, rules_folder
from picketwire.demo.server import Newsroom
from picketwire.pipeline.candidates import candidates, confirm
from picketwire.pipeline.link import link
from picketwire.settings.load import load

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WGA, SAG_AFTRA, DRIVERS = "wga", "sag-aftra", "teamsters-local-396"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole story, polled with no strike on record, and all candidates confirmed at its end."""
    folder = tmp_path_factory.mktemp("newsroom")
    path: Path = folder / "picketwire.sqlite"
    with Newsroom(port=0) as newsroom:
        write_config(folder / "config", newsroom.base_url, tags=rules_folder(), archive=path)
        (folder / "config/strikes.yaml").write_text("strikes: []\n")
        config = load(folder / "config", environ={})
        for step in newsroom.steps:
            newsroom.step = step.number
            poll_here(config, step.when)
            moment = step.when
    with open_writer(path) as db:
        for candidate in candidates(db):
            confirm(db, candidate.slug)
        link(db, now=moment)
    return path


def unions(archive: Path, day: str, **more: object) -> set[tuple[str | None, str]]:
    """Return union and status of the strikes at AI roles on a day."""
    wanted = RoleFilter(during_strike=True, on=date.fromisoformat(day), **more)  # type: ignore[arg-type]
    with open_reader(archive) as connection:
        return {(s.union, s.status) for role in roles(connection, wanted) for s in role.strikes}


@pytest.mark.parametrize(
    ("day", "confirmed"),
    [
        ("2023-05-01", set()),
        ("2023-05-02", {WGA}),
        ("2023-07-26", {WGA, SAG_AFTRA}),
        ("2023-09-28", {SAG_AFTRA}),
        ("2023-11-10", set()),
    ],
)
def test_the_days_have_the_same_answers_as_with_curated_strikes(
    archive: Path, day: str, confirmed: set[str]
) -> None:
    found = unions(archive, day)
    assert {union for union, status in found if status == "confirmed"} == confirmed
    assert {union for union, _ in found} - confirmed <= {DRIVERS}  # Amazon's own: no report tells of its end


def test_a_strike_of_whose_end_nobody_tells_stays_open_ended(archive: Path) -> None:
    """Nothing says that it is over, and nothing says that it goes on."""
    assert unions(archive, "2023-11-10") == {(DRIVERS, "open-ended")}


def test_amazons_own_strike_is_told_apart_from_hollywoods(archive: Path) -> None:
    """A strike of its own with its own parties; the guilds' reach the film arm through the alliance."""
    with open_reader(archive) as connection:
        [drivers] = [s for s in strikes(connection) if DRIVERS in s.unions]
        assert drivers.struck == ("amazon",)
        hollywood = {item for s in strikes(connection) if s.slug != drivers.slug for item in s.items}
        assert not hollywood & set(drivers.items)
        [amazon] = roles(
            connection,
            RoleFilter(during_strike=True, employer="amazon-mgm-studios", on=date(2023, 7, 26)),
        )
        assert {(s.union, s.relation) for s in amazon.strikes} == {
            (DRIVERS, "direct"),
            (WGA, "via association"),
            (SAG_AFTRA, "via association"),
        }
        netflix = roles(connection, RoleFilter(during_strike=True, employer="netflix"))
        assert {s.union for role in netflix for s in role.strikes} == {WGA, SAG_AFTRA}


def test_as_of_the_first_of_july_only_the_writers_strike_is_known(archive: Path) -> None:
    wanted = RoleFilter(during_strike=True, as_of="2023-07-01T23:59:59Z")
    with open_reader(archive) as connection:
        assert {s.union for role in roles(connection, wanted) for s in role.strikes} == {WGA}
        known = {u for s in strikes(connection, as_of=wanted.as_of) for u in s.unions}
    assert WGA in known
    assert SAG_AFTRA not in known


def test_roles_without_pay_are_answers_too(archive: Path) -> None:
    with open_reader(archive) as connection:
        found = roles(connection, RoleFilter(during_strike=True, on=date(2023, 7, 26)))
    assert {role.organization for role in found if not role.pay} == {"disney", "amazon-mgm-studios"}


def test_confirming_again_makes_no_second_strike(archive: Path) -> None:
    """However often and in whatever order: the same strikes with the same stages."""
    query = "SELECT strike, stage, date, item FROM strike_events ORDER BY 1, 2, 3, 4"
    with open_writer(archive) as db:
        before = db.conn.execute(query).fetchall()
        for candidate in reversed(candidates(db)):
            assert confirm(db, candidate.slug) == candidate.strike
        assert db.conn.execute(query).fetchall() == before


def test_the_record_has_facts_with_their_sentences(archive: Path) -> None:
    """Workers, what went on, AI demands, length and days idle, all from what outlets wrote."""
    with open_reader(archive) as connection:
        [wga] = [s.slug for s in strikes(connection) if s.unions == (WGA,)]
        [sag] = [s.slug for s in strikes(connection) if s.unions == (SAG_AFTRA,)]
        writers = strike_view(connection, wga, date(2023, 11, 10))
        actors = strike_view(connection, sag, date(2023, 11, 10))
    assert (writers.length.days, actors.length.days) == (148, 118)
    assert [r.value for r in writers.read("workers")] == ["11500"]
    assert writers.idle.days == 102 * 11_500
    assert "training" in {r.value for r in writers.read("ai_demand")}
    assert "soap operas" in {r.value for r in actors.read("not_affected")}
    assert {f.basis for r in writers.readings for f in r.facts} == {"reported"}
    assert all(f.quote and f.item for r in (*writers.readings, *actors.readings) for f in r.facts)
