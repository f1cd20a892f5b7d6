"""On what publishers really sent: nothing lost, nothing that raises, a reason wherever there is no item."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import feedparser
import pytest
from bs4 import BeautifulSoup

from parsers import parse
from parsers.encoding import decode
from parsers.text import plain

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.data
URL = "https://host.example/dir/feed.xml"


def keys_of(body: bytes) -> set[tuple[str, ...]]:
    """Return the distinct entries that plain feedparser finds: by id, else by link, title and summary."""
    entries = feedparser.parse(io.BytesIO(body)).entries
    return {
        (e.id,) if e.get("id") else (e.get("link", ""), e.get("title", ""), e.get("summary", ""))
        for e in entries
    }


def test_every_entry_that_feedparser_finds_in_real_feeds_is_an_item(data: Path) -> None:
    expected = found = 0
    for path in sorted((data / "feeds/real").iterdir()):
        body = path.read_bytes()
        parsed = parse(body, url=URL, hint="feed")
        assert parsed.readable, path.name
        if path.suffix == ".json":
            expected += len(json.loads(decode(body).text)["items"])
            found += len(parsed.items)
            continue
        keys = keys_of(body)
        expected += len(keys)
        ids = {item.native_id for item in parsed.items}
        texts = {(item.title, item.summary or item.body) for item in parsed.items}  # links may be a proxy's
        found += sum(
            key[0] in ids if len(key) == 1 else (plain(key[1]), plain(key[2])) in texts for key in keys
        )
    assert found >= 0.995 * expected, f"{found} of {expected}"


@pytest.mark.parametrize("folder", ["feeds/broken", "suites/feedparser-6.0.14", "suites/payloads-xxe"])
@pytest.mark.parametrize("hint", ["feed", None])
def test_every_odd_document_gives_items_or_a_reason(data: Path, folder: str, hint: str | None) -> None:
    for path in sorted((data / folder).rglob("*")):
        if path.is_file():
            parsed = parse(path.read_bytes(), url=URL, hint=hint)
            assert parsed.items or parsed.problems, path.name
            assert not any("reading failed" in problem.what for problem in parsed.problems), path.name


def test_every_sitemap_gives_addresses_or_a_reason(data: Path) -> None:
    for path in sorted((data / "feeds/sitemaps").rglob("*")):
        if path.is_file() and path.suffix != ".tsv":
            parsed = parse(path.read_bytes(), url="https://host.example/sitemap.xml", hint="sitemap")
            assert parsed.readable, path.name
            assert parsed.items or parsed.next or parsed.problems, path.name
            assert all(item.url for item in parsed.items), path.name


def test_the_words_of_real_summaries_are_those_of_an_html_parser(data: Path) -> None:
    """All but a few texts of real feeds come out as BeautifulSoup reads them (those hold raw controls)."""
    same = total = 0
    for path in sorted((data / "feeds/real").glob("*.xml")):
        for entry in feedparser.parse(io.BytesIO(path.read_bytes())).entries[:10]:
            page = BeautifulSoup(f"<div>{entry.get('summary', '')}</div>", "lxml")
            for hidden in page(["script", "style", "iframe", "noscript", "object", "svg", "template"]):
                hidden.decompose()
            total += 1
            same += squeezed(plain(entry.get("summary", ""))) == squeezed(page.get_text())
    assert same >= 0.98 * total, f"{same} of {total}"


def squeezed(text: str) -> str:
    """Return text without white space and what shows nothing."""
    return "".join(text.split()).translate(dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")))
