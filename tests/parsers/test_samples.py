"""Every sample document in tests/samples comes out as the file beside it says, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parsers import parse
from picketwire.records import Selectors
from picketwire.times import instant

if TYPE_CHECKING:
    from picketwire.records import Item, Parsed

SAMPLES = Path(__file__).parents[1] / "samples"
HINTS = {"feeds": "feed", "sitemaps": "sitemap", "pages": "page", "articles": "article"}


def shown(item: Item) -> dict[str, Any]:
    """Return an item in the kept form of `picketwire parse`, and its media; nothing that is empty."""
    fields = {
        "id": item.native_id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "body": item.body,
        "author": item.author,
        "published": instant(item.published) if item.published else None,
        "published_raw": item.published_raw if not item.published else None,
        "updated": instant(item.updated) if item.updated else None,
        "language": item.language,
        "categories": list(item.categories),
        "media": list(item.media),
    }
    return {name: value for name, value in fields.items() if value}


def outcome(parsed: Parsed) -> dict[str, Any]:
    """Return what a document came out as, in the form of the expectations."""
    found = {
        "format": parsed.format,
        "title": parsed.title,
        "language": parsed.language,
        "ttl_minutes": parsed.ttl.total_seconds() / 60 if parsed.ttl else None,
        "next": parsed.next.url if parsed.next else None,
        "problems": [f"{problem.where}: {problem.what}" for problem in parsed.problems],
        "items": [shown(item) for item in parsed.items],
    }
    return {"readable": parsed.readable} | {name: value for name, value in found.items() if value}


def read(sample: Path) -> Parsed:
    """Read a sample as its folder says, as if it came from one address for all."""
    selectors = sample.with_suffix(".select.json")
    select = Selectors(**json.loads(selectors.read_text())) if selectors.exists() else None
    url = "https://host.example/dir/document"
    return parse(sample.read_bytes(), url=url, hint=HINTS[sample.parent.name], select=select)


def documents() -> list[Path]:
    """Return every sample document of the kinds that are not job boards."""
    folders = (SAMPLES / kind for kind in HINTS)
    found = (path for folder in folders for path in sorted(folder.iterdir()))
    return [path for path in found if not path.name.endswith((".expected.json", ".select.json"))]


@pytest.mark.parametrize("sample", documents(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_comes_out_as_expected(sample: Path) -> None:
    expected = sample.with_name(f"{sample.name}.expected.json")
    assert outcome(read(sample)) == json.loads(expected.read_text())


@pytest.mark.parametrize("sample", documents(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_known_entries_are_counted_and_not_read(sample: Path) -> None:
    first = read(sample)
    selectors = sample.with_suffix(".select.json")
    again = parse(
        sample.read_bytes(),
        url="https://host.example/dir/document",
        hint=HINTS[sample.parent.name],
        known=frozenset(item.digest for item in first.items),
        select=Selectors(**json.loads(selectors.read_text())) if selectors.exists() else None,
    )
    assert again.items == ()
    assert again.known == tuple(item.digest for item in first.items)
    assert all(len(mark) == 16 for mark in again.known)


def test_there_is_a_sample_of_every_kind() -> None:
    assert {path.parent.name for path in documents()} == set(HINTS)
