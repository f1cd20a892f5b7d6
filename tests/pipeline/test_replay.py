"""A replay of the sample newsroom: nothing differs, or exactly what a changed parser reads otherwise."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from parsers import parse
from picketwire.archive import replays
from picketwire.archive.opening import open_reader, open_writer, transaction
from picketwire.demo.play import play
from picketwire.pipeline import running, storing
from picketwire.pipeline.replay import rereading as replaying
from picketwire.pipeline.replay.rereading import ReplayReport, replay
from picketwire.records import TaggedItem
from tests.pipeline.stand_ins import InProcess, tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from picketwire.records import Item, Parsed
    from picketwire.settings.load import Config

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TABLES = (
    "items",
    "postings",
    "pay",
    "revisions",
    "taggings",
    "spans",
    "fetches",
    "requests",
    "links",
    "sources",
)


@pytest.fixture(scope="module", autouse=True)
def compiled_once() -> Iterator[None]:
    """Compile the rules once for this file, not at every poll and replay."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "make_tagger", tagger)
        patch.setattr(replaying, "Tagger", lambda rules: tagger(rules.to_json()))
        yield


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory, compiled_once: None) -> Config:
    """The sample newsroom, every step of its story polled into an archive; read only."""
    folder = tmp_path_factory.mktemp("newsroom")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "Workers", InProcess)  # processes would compile the rules at every step
        manners = running.fetch_settings
        patch.setattr(running, "fetch_settings", lambda settings: replace(manners(settings), spacing=0.0))
        return play(folder, on_step=lambda *_: None, on_played=lambda _: None, port=0)


@pytest.fixture
def played(newsroom: Config, tmp_path: Path) -> Config:
    """A copy of that archive which a test may change."""
    shutil.copytree(newsroom.settings.archive.parent, tmp_path / "copy")
    archive = tmp_path / "copy" / newsroom.settings.archive.name
    return replace(newsroom, settings=replace(newsroom.settings, archive=archive))


def again(config: Config, *sources: str, parser: Callable[..., Parsed] = parse, **how: Any) -> ReplayReport:
    """Replay with a parser of the test's own."""
    reader = InProcess(config.rules.to_json(), parse=parser)
    return replay(config, now=NOW, sources=sources, reader=reader, **how)


def rows(config: Config, query: str, *values: object) -> list[tuple[Any, ...]]:
    with open_reader(config.settings.archive) as connection:
        return [tuple(row) for row in connection.execute(query, values)]


def everything(config: Config) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(config, f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}  # noqa: S608 -- ours


def changed(change: Callable[[Item], Item | None], source_format: str | None = None) -> Callable[..., Parsed]:
    """Return a parser that reads items otherwise; None for an item that it does not see."""

    def parser(body: bytes, **how: Any) -> Parsed:
        parsed = parse(body, **how)
        if source_format not in {None, parsed.format}:
            return parsed
        return replace(parsed, items=tuple(new for item in parsed.items if (new := change(item)) is not None))

    return parser


def louder(item: Item) -> Item:
    return replace(item, title=item.title.upper())


def counts(report: ReplayReport) -> dict[str, dict[str, dict[str, int]]]:
    return {s.source: {name: dict(how) for name, how in s.fields.items()} for s in report.sources if s.fields}


def test_with_the_same_parsers_nothing_differs_and_nothing_is_written(newsroom: Config) -> None:
    before = everything(newsroom)
    report = again(newsroom)
    assert not report.differs
    assert all(s.documents and s.items and not s.unreadable and not s.not_replayed for s in report.sources)
    assert sum(s.items for s in report.sources) == rows(newsroom, "SELECT count(*) FROM items")[0][0]
    assert everything(newsroom) == before


def test_a_changed_parser_shows_exactly_what_it_reads_otherwise(newsroom: Config) -> None:
    parser = changed(louder, "greenhouse")
    before = everything(newsroom)
    report = again(newsroom, parser=parser, dry_run=True)
    boards = ("amazon-mgm-studios-jobs", "disney-jobs")
    items = {s: rows(newsroom, "SELECT count(*) FROM items WHERE source = ?", s)[0][0] for s in boards}
    assert counts(report) == {source: {"title": {"changed": n}} for source, n in items.items()}
    sample = next(s for s in report.sources if s.source == "disney-jobs").samples[0]
    assert sample.after == (sample.before or "").upper() != sample.before
    assert not any(s.found or s.missing or s.corrected for s in report.sources)
    assert everything(newsroom) == before, "a dry run writes nothing"


def test_a_correction_is_no_edit_and_what_was_known_then_stays_known(played: Config) -> None:
    """Revisions of the type `reparsed` keep the old reading; times, pay and links of the item stay."""
    query = "SELECT id, first_seen, last_seen, body, url FROM items WHERE source = 'disney-jobs' ORDER BY id"
    before, titles = rows(played, query), rows(played, "SELECT id, title FROM items")
    revised = rows(played, "SELECT count(*) FROM revisions")[0][0]
    parser = changed(louder, "greenhouse")
    report = again(played, "disney-jobs", parser=parser)
    assert sum(s.corrected for s in report.sources) == len(before)
    assert rows(played, query) == before
    written = rows(
        played, "SELECT item, field, change, before, after, seen FROM revisions WHERE id > ?", revised
    )
    old = dict(titles)
    assert sorted(r[:5] for r in written) == sorted(
        (item, "title", "reparsed", old[item], old[item].upper()) for item, *_ in before
    )
    assert {r[5] for r in written} == {"2026-03-01T09:00:00Z"}
    assert not again(played, "disney-jobs", parser=parser, dry_run=True).differs, (
        "a second replay finds no more"
    )
    back = again(played, "disney-jobs", dry_run=True)
    assert counts(back) == {"disney-jobs": {"title": {"changed": len(before)}}}


def test_evidence_holds_in_the_corrected_text(played: Config) -> None:
    """Tags are given anew by the rules in force; those of before end with the text they stood in."""
    parser = changed(lambda item: replace(item, title=f"New: {item.title}"))
    report = again(played, parser=parser)
    assert sum(s.corrected for s in report.sources) > 100
    spans = rows(
        played,
        "SELECT i.title, s.start, s.end, s.text, t.until FROM spans s JOIN taggings t ON t.id = s.tagging "
        "JOIN items i ON i.id = t.item WHERE s.field = 'title'",
    )
    assert [s for s in spans if s[4] is None]
    for title, start, end, text, until in spans:
        then = title if until is None else title.removeprefix("New: ")
        assert then[start:end] == text or until not in {None, "2026-03-01T09:00:00Z"}


def test_links_behind_words_are_filled_in_from_kept_answers(played: Config) -> None:
    """What an earlier parser did not keep comes from the answers that are kept; nothing else is touched."""
    parser = changed(lambda i: replace(i, links=("https://jobs.example/1",)), "rss20")
    report = again(played, parser=parser)
    found = sum(s.fields.get("links", {}).get("added", 0) for s in report.sources)
    assert rows(played, "SELECT count(*) FROM item_links") == [(found,)] != [(0,)]
    assert {name for s in report.sources for name in s.fields} == {"links"}
    assert not again(played, parser=parser, dry_run=True).differs


def test_pay_that_is_read_otherwise_is_no_change_of_pay(played: Config) -> None:
    def unpaid(item: Item) -> Item:
        return replace(item, posting=item.posting and replace(item.posting, pay=()))

    changes = rows(played, "SELECT * FROM pay_changes ORDER BY 1, 5")
    parser = changed(unpaid)
    report = again(played, parser=parser)
    lost = {name: fields for name, fields in counts(report).items() if "pay" in fields}
    assert "netflix-jobs" in lost
    assert all(fields == {"pay": {"lost": fields["pay"]["lost"]}} for fields in lost.values())
    assert rows(played, "SELECT count(*) FROM pay p JOIN postings USING (item)") == [(0,)]
    assert rows(played, "SELECT * FROM pay_changes ORDER BY 1, 5") == changes


def forget(config: Config, source: str) -> None:
    """Take the newest item of a source out of the archive, as if no parser had ever seen it."""
    with open_writer(config.settings.archive) as db, transaction(db):
        number = db.conn.execute("SELECT max(id) FROM items WHERE source = ?", (source,)).fetchone()[0]
        db.conn.execute("PRAGMA defer_foreign_keys = ON")
        db.conn.execute("UPDATE items SET story = NULL")
        for table in ("stories", "story_clues", "story_edges", "links", "mentions", "linking_state"):
            db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 -- ours, derived, and made anew
        db.conn.execute(
            "DELETE FROM spans WHERE tagging IN (SELECT id FROM taggings WHERE item = ?)", (number,)
        )
        of_item = ("taggings", "entry_digests", "pay", "postings", "revisions", "details", "item_links")
        for table in (*of_item, "statements", "strike_items", "strike_facts"):
            db.conn.execute(f"DELETE FROM {table} WHERE item = ?", (number,))  # noqa: S608 -- ours
        db.conn.execute("DELETE FROM items WHERE id = ?", (number,))


@pytest.mark.parametrize("source", ["netflix-jobs", "backlot-ledger"])
def test_an_entry_that_only_todays_parsers_find_is_added_as_of_when_it_came(
    played: Config, source: str
) -> None:
    query = (
        "SELECT key, url, title, body, body_from, first_seen, last_seen, published, updated "
        "FROM items WHERE source = ? ORDER BY key"
    )
    before = rows(played, query, source)
    tags = rows(played, "SELECT tag, count(*) FROM tags GROUP BY tag")
    forget(played, source)
    report = again(played, source, dry_run=True)
    assert [(s.source, s.found) for s in report.sources if s.differs] == [(source, 1)]
    report = again(played, source)
    assert sum(s.added for s in report.sources) == 1
    assert rows(played, query, source) == before
    assert rows(played, "SELECT tag, count(*) FROM tags GROUP BY tag") == tags
    assert rows(played, "SELECT field, change FROM revisions WHERE change = 'reparsed'") == [
        ("item", "reparsed")
    ]
    assert not again(played, source, dry_run=True).differs


def test_ids_that_are_read_otherwise_are_shown_and_never_stored_twice(played: Config) -> None:
    """Postings are found again by their addresses; their ids stay, for the next poll goes by them."""
    before = rows(played, "SELECT key, native_id FROM items ORDER BY 1")
    parser = changed(lambda item: replace(item, native_id=f"x{item.native_id}"), "lever")
    report = again(played, "orchid-plus-jobs", parser=parser)
    [found] = [s for s in report.sources if s.differs]
    assert (found.source, found.found, found.missing, found.corrected) == ("orchid-plus-jobs", 0, 0, 0)
    assert found.held_back == found.items == found.fields["native_id"]["changed"]
    assert rows(played, "SELECT key, native_id FROM items ORDER BY 1") == before


def test_entries_that_change_id_and_address_at_once_are_not_added(played: Config) -> None:
    parser = changed(
        lambda item: replace(item, native_id=f"x{item.native_id}", url=f"{item.url}?x=1"),
        "lever",
    )
    number = rows(played, "SELECT count(*) FROM items")
    report = again(played, "orchid-plus-jobs", parser=parser)
    [found] = [s for s in report.sources if s.differs]
    assert found.found == found.missing == found.held_back > 0
    assert rows(played, "SELECT count(*) FROM items") == number


def test_an_item_that_todays_parsers_no_longer_see_is_reported_and_kept(played: Config) -> None:
    parser = changed(lambda item: None if "Accountant" in item.title else item, "greenhouse")
    before = rows(played, "SELECT id, title FROM items ORDER BY id")
    report = again(played, "amazon-mgm-studios-jobs", parser=parser)
    assert [(s.source, s.missing) for s in report.sources if s.differs] == [("amazon-mgm-studios-jobs", 1)]
    assert rows(played, "SELECT id, title FROM items ORDER BY id") == before


def test_answers_that_are_no_longer_kept_make_nothing_look_lost(played: Config) -> None:
    """A file of raw answers may have been lost or moved away: what hung on it is not compared."""
    files = sorted(
        {row[0] for row in rows(played, "SELECT warc_file FROM requests WHERE warc_file IS NOT NULL")}
    )
    (played.settings.archive.parent / files[0]).unlink()
    (played.settings.archive.parent / files[-1]).write_bytes(b"no record")
    report = again(played)
    assert sum(s.unreadable for s in report.sources) > 10
    assert sum(s.not_replayed for s in report.sources) > 0
    assert not any(how.get("lost") for s in report.sources for how in s.fields.values())
    assert not any(s.missing for s in report.sources)


def test_an_item_that_a_poll_has_changed_meanwhile_is_left_alone(played: Config) -> None:
    before = everything(played)
    with open_writer(played.settings.archive) as db, transaction(db):
        [number] = db.conn.execute("SELECT min(id) FROM items").fetchone()
        now = replays.held(db, [number])[number]
        compared = replace(now, item=replace(now.item, title="As it stood when the two were compared"))
        read = TaggedItem(item=louder(now.item))
        assert not replays.correct(db, number, compared, replace(now, item=read.item), read, NOW)
    assert everything(played) == before


def test_sources_and_time_narrow_what_is_compared(newsroom: Config) -> None:
    parser = changed(louder)
    last = max(r[0] for r in rows(newsroom, "SELECT last_seen FROM items WHERE source = 'netflix-jobs'"))
    since = datetime.fromisoformat(last) - timedelta(hours=1)
    report = again(newsroom, "netflix-jobs", parser=parser, dry_run=True, since=since)
    seen = rows(
        newsroom, "SELECT count(*) FROM items WHERE source = 'netflix-jobs' AND last_seen >= ?", last
    )[0][0]
    everything_seen = rows(newsroom, "SELECT count(*) FROM items WHERE source = 'netflix-jobs'")[0][0]
    assert counts(report) == {"netflix-jobs": {"title": {"changed": seen}}}
    assert 0 < seen < everything_seen
    assert not again(newsroom, "netflix-jobs", dry_run=True, since=since).differs
