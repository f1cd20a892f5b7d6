"""A change of rules can be looked at, made, interrupted, gone on with and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.archive.opening import open_reader, open_writer
from picketwire.archive.store import store_poll
from picketwire.errors import ArchiveError
from picketwire.pipeline.job import enrich
from picketwire.pipeline.prepare import prepare
from picketwire.pipeline.retag import apply, compare, revert
from picketwire.settings.tags import load_rules
from picketwire.tagging.tagger import Tagger
from tests.builders import feed, hours, news, poll_of

if TYPE_CHECKING:
    from picketwire.pipeline.retag import Retagged
    from picketwire.tagging.definitions import RuleSet
    from tests.pipeline.conftest import Newsdesk

RULES = """
sets:
  fruit:
    why: Fruit.
    words: |
      pear~
      {more}
tags:
  - tag: ai_role
    why: Jobs in orchards, for the sake of the test.
    fields: [title, summary]
    rules:
      - name: named
        why: A fruit.
        any: |
          {{fruit}}
        examples: {{match: Pears, no_match: Nuts}}
  - tag: weather
    why: Rain{note}.
    fields: [title, summary]
    rules:
      - name: named
        why: Rain.
        any: rain~
        examples: {{match: Rain, no_match: Sun}}
"""
TITLES = ("Pears: salary $50,000 a year", "Apples: salary $60,000 a year", "Rain on pears", "Rain", "Nuts")
LATER = "2023-08-01T00:00:00Z"


def rules(more: str = "quince~", note: str = "") -> RuleSet:
    """Return the rules with one more fruit."""
    return load_rules({"fruit.yaml": RULES.format(more=more, note=note)})


PEARS, APPLES = rules(), rules("apple~")


@dataclass
class Orchard:
    """An archive of five items that was tagged for pears."""

    desk: Newsdesk

    def change(self, to: RuleSet, at: float, **more: Any) -> Retagged:
        """Apply rules `at` hours after the start."""
        with open_writer(self.desk.archive) as db:
            return apply(db, to, now=hours(at), **more)

    def undo(self, at: float) -> Retagged:
        """Take the last change back."""
        with open_writer(self.desk.archive) as db:
            return revert(db, now=hours(at))

    def preview(self, to: RuleSet, since: str | None = None) -> Retagged:
        """Compare."""
        with open_reader(self.desk.archive) as connection:
            return compare(connection, to, since=since)

    def tagged(self, at: str = LATER) -> list[tuple[Any, ...]]:
        """Return every tagging at an instant, with its evidence but without its number and dates."""
        return self.desk.rows(
            "SELECT i.title, t.tag, t.rule, t.rules_version, t.score, s.field, s.start, s.end, s.text "
            "FROM taggings t JOIN items i ON i.id = t.item JOIN spans s ON s.tagging = t.id "
            "WHERE t.since <= ?1 AND (t.until IS NULL OR t.until > ?1) ORDER BY 1, 2, 3, 7",
            at,
        )

    def titles(self, tag: str, at: str = LATER) -> set[str]:
        """Return the titles of the items that have a tag."""
        return {row[0] for row in self.tagged(at) if row[1] == tag}

    def add(self, title: str, at: float, native_id: str | None = None) -> None:
        """Poll one more item, tagged by the rules in force."""
        config = self.desk.config
        with open_writer(self.desk.archive) as db:
            in_force = prepare(db, config, hours(at))
            tagger = Tagger(type(PEARS).from_json(in_force.json))
            source = feed()
            item = news(native_id or title, title)
            tagged = enrich(item, source, tagger)
            store_poll(db, poll_of(source, [tagged], at=at), enrich=lambda i, s: enrich(i, s, tagger))


@pytest.fixture
def orchard(desk: Newsdesk) -> Orchard:
    """Five items, tagged for pears."""
    desk.rules = PEARS
    made = Orchard(desk)
    for number, title in enumerate(TITLES):
        made.add(title, number)
    return made


def test_a_preview_counts_by_tag_and_source_and_shows_the_words_and_changes_nothing(orchard: Orchard) -> None:
    before = orchard.tagged()
    found = orchard.preview(rules("apple~")).tags["ai_role"]
    assert (found.gained.total(), found.lost.total(), dict(found.gained)) == (1, 0, {"ledger": 1})
    assert found.gained_samples[0].words == ("Apples",)
    assert orchard.tagged() == before
    assert not orchard.preview(APPLES, since="2023-07-24T16:00:00Z").changes


def test_the_same_rules_change_nothing(orchard: Orchard) -> None:
    report = orchard.preview(PEARS)
    assert (report.changes, report.rules_changed, report.looked_at) == (False, False, 0)


def test_a_new_reason_is_no_new_version(orchard: Orchard) -> None:
    """What documents a rule may be edited without touching one item."""
    documented = rules(note=", and what comes of it")
    assert not orchard.preview(documented).changes
    assert orchard.change(documented, 9).looked_at == 0
    assert not orchard.preview(documented).rules_changed


def test_a_change_touches_only_the_tags_whose_rules_changed(orchard: Orchard) -> None:
    untouched = orchard.desk.rows("SELECT * FROM taggings WHERE tag = 'weather'")
    orchard.change(APPLES, 9)
    assert orchard.titles("ai_role") == {TITLES[0], TITLES[1], TITLES[2]}
    assert orchard.desk.rows("SELECT * FROM taggings WHERE tag = 'weather'") == untouched
    assert not orchard.preview(APPLES).changes


def test_the_past_stays_known(orchard: Orchard) -> None:
    before = orchard.tagged()
    orchard.change(load_rules({}), 9)
    assert orchard.tagged() == []
    assert orchard.tagged("2023-07-24T20:59:59Z") == before


def test_new_items_are_tagged_by_the_rules_in_force(orchard: Orchard) -> None:
    orchard.desk.rules = APPLES  # on disk, not yet applied
    orchard.add("Apples again", 8)
    assert "Apples again" not in orchard.titles("ai_role")
    orchard.change(APPLES, 9)
    orchard.add("More apples", 10)
    assert {"Apples again", "More apples"} <= orchard.titles("ai_role")


def test_a_revert_brings_back_the_same_rows_and_a_second_one_the_newer(orchard: Orchard) -> None:
    before = orchard.tagged()
    pay = orchard.desk.rows("SELECT * FROM pay ORDER BY item, n")
    orchard.change(APPLES, 9)
    changed = orchard.tagged()
    orchard.undo(10)
    assert orchard.tagged() == before
    assert orchard.desk.rows("SELECT * FROM pay ORDER BY item, n") == pay
    assert orchard.tagged("2023-07-24T21:30:00Z") == changed  # the time in between stays known
    assert not orchard.preview(PEARS).changes
    orchard.undo(11)
    assert orchard.tagged() == changed


def test_a_revert_tags_anew_what_came_or_changed_since(orchard: Orchard) -> None:
    orchard.change(APPLES, 9)
    orchard.add("Apples, apples", 10)
    orchard.add("Pears after all", 11, native_id=TITLES[1])
    orchard.undo(12)
    assert orchard.titles("ai_role") == {TITLES[0], TITLES[2], "Pears after all"}
    assert not orchard.preview(PEARS).changes


def test_press_pay_follows_the_tag(orchard: Orchard) -> None:
    """Figures of the press are read from news of AI roles only, so they come and go with that tag."""
    query = "SELECT i.title, p.low FROM pay p JOIN items i ON i.id = p.item ORDER BY 1"
    assert orchard.desk.rows(query) == [(TITLES[0], "50000")]
    orchard.change(APPLES, 9)
    assert orchard.desk.rows(query) == [(TITLES[1], "60000"), (TITLES[0], "50000")]
    orchard.change(load_rules({}), 10)
    assert orchard.desk.rows(query) == []
    orchard.undo(11)
    assert orchard.desk.rows(query) == [(TITLES[1], "60000"), (TITLES[0], "50000")]


class Killed(Exception):  # noqa: N818 -- stands for SIGKILL
    """The process ends here."""


def _kill_after(batches: int) -> Any:
    def on_batch(done: int, _: int) -> None:
        if done >= batches:
            raise Killed

    return on_batch


@pytest.mark.parametrize("batches", [1, 2, 4])
def test_a_kill_loses_nothing_and_the_next_apply_goes_on(orchard: Orchard, batches: int) -> None:
    with pytest.raises(Killed):
        orchard.change(APPLES, 9, batch=1, on_batch=_kill_after(batches))
    orchard.add("Apples meanwhile", 10)
    assert orchard.preview(APPLES).changes == (batches < 2)
    rest = orchard.change(APPLES, 11, batch=1)
    assert rest.looked_at == len(TITLES) + 1 - batches
    assert not orchard.preview(APPLES).changes
    assert orchard.titles("ai_role") == {*TITLES[:3], "Apples meanwhile"}


def test_other_rules_or_a_revert_after_a_kill_leave_no_item_behind(orchard: Orchard) -> None:
    before = orchard.tagged()
    with pytest.raises(Killed):
        orchard.change(APPLES, 9, batch=1, on_batch=_kill_after(2))
    orchard.undo(10)
    assert orchard.tagged() == before
    with pytest.raises(Killed):
        orchard.change(APPLES, 11, batch=1, on_batch=_kill_after(1))
    orchard.change(rules("nut~"), 12)
    assert orchard.titles("ai_role") == {TITLES[0], TITLES[2], "Nuts"}


def test_there_is_nothing_to_go_back_to_at_first(orchard: Orchard) -> None:
    with pytest.raises(ArchiveError, match="no earlier rule set"):
        orchard.undo(9)
