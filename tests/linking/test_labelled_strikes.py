"""Strikes built from the coverage of three real days, scored against labels given by reading."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.text import plain
from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import transaction
from picketwire.pipeline.candidates import candidates
from picketwire.records import TaggedItem
from picketwire.settings.load import load
from picketwire.tagging.tagger import Tagger
from tests.builders import feed, news
from tests.linking import year_of_strikes
from tests.linking.conftest import Desk

LABELS = Path(__file__).parents[1] / "samples" / "linking" / "strikes.tsv"


PASSING = " (in passing)"


def labels() -> dict[str, set[str]]:
    """Read the strikes that each labelled entry is about, by file and place."""
    found: dict[str, set[str]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            strike, file, place = line.split("\t")
            found.setdefault(f"{file} {place}", set()).add(strike)
    return found


def strike_of(reports: list[set[str]], taken: Counter[str]) -> str | None:
    """Return the strike that a candidate is: most of its reports are of it, and hardly more of any other.

    Of two that share all reports it is the one that no other candidate is; a round-up of many is none.
    """
    votes = Counter(strike for report in reports for strike in report)
    most = max(votes.values(), default=0)
    best = sorted((taken[s], s) for s, n in votes.items() if n == most)
    return best[0][1] if len(best) < 3 and most * 2 > len(reports) else None


def store(desk: Desk, data: Path) -> None:
    """Store what the rules tag as about a strike, each entry named by its file and place."""
    config = load()
    with transaction(desk.db):
        desk.db.conn.execute("DELETE FROM strike_events")
        desk.db.conn.execute("DELETE FROM strike_parties")
        desk.db.conn.execute("DELETE FROM strikes")
        save_organizations(desk.db, config.organizations)
    tagger = Tagger(config.rules)
    for path in sorted((data / "strikes/feeds-2023").glob("*/*.json")):
        found = []
        for place, entry in enumerate(json.loads(path.read_text("utf-8"))):
            when = entry.get("date_published") or f"{path.parent.name}T12:00:00+00:00"
            item = news(
                f"{path.parent.name}/{path.name} {place}",
                plain(entry.get("title") or ""),
                summary=plain(entry.get("description") or ""),
                url=entry.get("link"),
                published=datetime.fromisoformat(when).astimezone(UTC),
            )
            tags = tagger.tag(item)
            if any(tag.name == "strike" for tag in tags):
                found.append(TaggedItem(item=item, tags=tags))
        if found:
            desk.brings(feed(f"s-{abs(hash(entry.get('source')))}"), found, at=3000)


@pytest.mark.data
def test_strikes_of_three_days_are_found(desk: Desk, data: Path) -> None:
    """At least .85 of the strikes in the news are found; at least .9 of the candidates are one, once."""
    store(desk, data)
    desk.link()
    wanted = labels()
    names = dict(desk.rows("SELECT id, native_id FROM items"))
    right, taken, wrong = 0, Counter[str](), []
    for candidate in candidates(desk.db):
        strike = strike_of([wanted.get(names[i], set()) for i in candidate.items], taken)
        # Two unions at the London Underground are two strikes.
        if strike and taken[strike] < 1 + (" and " in strike and "(" in strike):
            right += 1
        else:
            wrong.append(candidate.slug)
        taken.update([strike] if strike else [])
    there = {s for strikes in wanted.values() for s in strikes if not s.endswith(PASSING)}
    found = there & set(taken)
    assert right / (right + len(wrong)) >= 0.9, wrong
    assert len(found) / len(there) >= 0.85, there - found


@pytest.mark.data
def test_strikes_of_a_year_of_headlines(desk: Desk, data: Path) -> None:
    """At least .7 of the candidates are one strike, once, with its parties; .75 of the strikes are found."""
    empty_desk = Desk(desk.db, (), ())
    with transaction(desk.db):
        for table in ("strike_events", "strike_parties", "strikes"):
            desk.db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of this test
    year_of_strikes.store(empty_desk, data)
    empty_desk.link()
    names = dict(desk.rows("SELECT id, native_id FROM items"))
    scored = year_of_strikes.score(candidates(desk.db), names)
    assert scored.precision >= 0.7, scored.wrong
    assert scored.recall >= 0.75, scored.missed
