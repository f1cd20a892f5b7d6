"""Real feeds and real series, replayed: nothing lost, nothing doubled, nothing overwritten."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime

import feedparser
import pytest

from parsers.text import plain
from picketwire.identity import fold
from tests.builders import feed
from tests.servers import Reply, serve

pytestmark = pytest.mark.data
_PER_SITE = 40


def entries_of(body: bytes):
    """Return the distinct entries that plain feedparser finds: by id, else link, else title and summary."""
    parsed = feedparser.parse(io.BytesIO(body))
    return {e.get("id") or e.get("link") or (e.get("title"), e.get("summary")) for e in parsed.entries}


def test_every_entry_of_every_real_feed_is_a_row_once(desk, data):
    files = sorted((data / "feeds/real").iterdir())
    expected = 0
    with serve() as site:
        for n, path in enumerate(files):
            body = path.read_bytes()
            expected += min(len(entries_of(body)), 2000)
            site.routes[f"/{n}"] = Reply(body=body)
            desk.sources.append(feed(f"f{n}", url=f"{site.url}/{n}"))
        desk.poll()
        counts = Counter(o for (o,) in desk.rows("SELECT outcome FROM fetches"))
        found = desk.rows("SELECT count(*) FROM items")[0][0]
        print(f"{found} rows for {expected} entries, {dict(counts)}")
        assert found >= 0.995 * expected
        before = desk.rows("SELECT id, title, summary, body FROM items")
        again = desk.poll(1)
        assert (again.as_json()["items"]["new"], again.as_json()["items"]["changed"]) == (0, 0)
        for n, path in enumerate(files):
            site.routes[f"/{n}"] = Reply(body=path.read_bytes().rstrip() + b"\n\n")
        touched = desk.poll(2)
        assert (touched.as_json()["items"]["new"], touched.as_json()["items"]["changed"]) == (0, 0)
        assert desk.rows("SELECT id, title, summary, body FROM items") == before


SERIES = (
    "anthropic_news_gen",
    "bbc_news",
    "cnn",
    "nytimes_us",
    "paulgraham_gen_nochange",
    "rnz",
    "straitstimes",
)


@pytest.mark.parametrize("name", SERIES)
def test_a_series_replayed_has_a_row_per_distinct_entry_and_a_revision_per_title(desk, data, name):
    folder = data / "feeds/series" / name
    rows = list(csv.DictReader((folder / "times.tsv").open(), delimiter="\t"))
    snapshots = sorted(p for p in folder.iterdir() if p.suffix in {".xml", ".rss"})
    times = [
        datetime.fromisoformat(r["commit_time_utc"].replace("Z", "+00:00")).astimezone(UTC) for r in rows
    ]
    distinct, titles = set(), {}
    changes = 0
    with serve() as site:
        desk.sources.append(feed("series", url=f"{site.url}/feed"))
        for path, moment in zip(snapshots, times, strict=False):
            body = path.read_bytes()
            for entry in feedparser.parse(io.BytesIO(body)).entries:
                key = entry.get("id") or entry.get("link")
                title = fold(plain(entry.get("title", "")))
                changes += key in titles and bool(title) and titles[key] != title
                distinct.add(key)
                titles[key] = title or titles.get(key, "")
            site.routes["/feed"] = Reply(body=body)
            desk.poll(moment)
    found = desk.rows("SELECT count(*) FROM items")[0][0]
    revised = desk.rows("SELECT count(*) FROM revisions WHERE field = 'title'")[0][0]
    print(
        f"{name}: {found} rows for {len(distinct)} distinct, {revised} title revisions for {changes} changes"
    )
    assert abs(found - len(distinct)) <= max(1, 0.01 * len(distinct))
    assert revised == changes


def test_an_outage_of_75_polls_is_75_named_failures(desk, data):
    folder = data / "feeds/series/latimes_2021_outage"
    rows = list(csv.DictReader((folder / "times.tsv").open(), delimiter="\t"))
    print(rows[0])
    snapshots = sorted(p for p in folder.iterdir() if p.suffix != ".tsv")
    with serve() as site:
        desk.sources.append(feed("latimes", url=f"{site.url}/feed"))
        for n, path in enumerate(snapshots):
            site.routes["/feed"] = Reply(body=path.read_bytes())
            desk.poll(n)
    outcomes = Counter(o for (o,) in desk.rows("SELECT outcome FROM fetches"))
    print(outcomes)
    empty = desk.rows(
        "SELECT count(*) FROM fetches WHERE outcome NOT IN ('complete', 'unchanged') AND reason = ''"
    )
    assert empty == [(0,)]
    assert outcomes["failed"] + outcomes["suspicious_zero"] + outcomes["blocked"] >= 75
