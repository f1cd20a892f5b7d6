"""Short ways to build the records that tests store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from picketwire.facts import Benchmark
from picketwire.records import (
    Evidence,
    Item,
    Outcome,
    Poll,
    Posting,
    Source,
    SourceState,
    Tag,
    TaggedItem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

START = datetime(2023, 7, 24, 12, tzinfo=UTC)


def hours(n: float) -> datetime:
    """Return the instant `n` hours after the start of the story."""
    return START + timedelta(hours=n)


def feed(slug: str = "ledger", **more: Any) -> Source:
    """Make a feed."""
    return Source(
        **{"slug": slug, "kind": "feed", "name": slug.title(), "url": f"https://{slug}.example/feed"} | more
    )


def board(slug: str = "netflix-jobs", **more: Any) -> Source:
    """Make a job board of Netflix."""
    fields = {
        "slug": slug,
        "kind": "board",
        "name": "Netflix jobs",
        "system": "eightfold",
        "tenant": "netflix.com",
    }
    return Source(**fields | {"employer": "netflix"} | more)


def digest(*parts: object) -> bytes:
    """Stand in for the hash of a raw entry."""
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def news(native_id: str | None = "1", title: str = "Writers picket", **more: Any) -> Item:
    """Make a news item; its digest follows its content."""
    url = more.pop("url", f"https://ledger.example/{native_id}")
    item = Item(kind="news", native_id=native_id, url=url, title=title, **more)
    return _digested(item)


def posting(native_id: str = "790", title: str = "Product Manager, Machine Learning", **more: Any) -> Item:
    """Make a posting; keywords of Posting may be given beside those of Item."""
    names = Posting.__dataclass_fields__
    own = {name: more.pop(name) for name in list(more) if name in names}
    url = more.pop("url", f"https://jobs.example/{native_id}")
    item = Item(kind="posting", native_id=native_id, url=url, title=title, posting=Posting(**own), **more)
    return _digested(item)


def _digested(item: Item) -> Item:
    from dataclasses import replace

    return replace(item, digest=digest(item))


def tag(name: str, field: str = "title", start: int = 0, end: int = 7, text: str = "Writers") -> Tag:
    """Make a tag with one span of evidence."""
    evidence = (Evidence(field=field, start=start, end=end, text=text),)
    return Tag(name=name, rule=f"{name} rule", rules_version="v1", score=1.0, evidence=evidence)


def poll_of(
    source: Source,
    items: Iterable[Item | TaggedItem] = (),
    *,
    at: float = 0,
    outcome: Outcome = Outcome.COMPLETE,
    known: Iterable[Item] = (),
    **state: Any,
) -> Poll:
    """Make a poll `at` hours after the start; `known` items were recognised by their digests."""
    tagged = tuple(i if isinstance(i, TaggedItem) else TaggedItem(item=i) for i in items)
    hashes = tuple(i.digest for i in known)
    reason = "" if outcome in {Outcome.COMPLETE, Outcome.UNCHANGED} else "for the test"
    return Poll(
        source=source,
        started=hours(at),
        finished=hours(at),
        outcome=outcome,
        reason=reason,
        items=tagged,
        known=hashes,
        state=SourceState(slug=source.slug, url=source.url, **state),
        seen=len(tagged) + len(hashes),
    )


def untagged(item: Item, source: Source) -> TaggedItem:
    """Enrich nothing."""
    return TaggedItem(item=item)


def benchmark(**more: Any) -> Benchmark:
    """Return what an average AI product manager in the United States is paid in all."""
    usual: dict[str, Any] = {
        "slug": "us-total",
        "name": "Average total pay of an AI product manager",
        "statistic": "average",
        "figure": Decimal(180000),
        "currency": "USD",
        "period": "year",
        "basis": "total",
        "role": "AI product manager",
        "place": "United States",
        "date": date(2023, 7, 26),
        "source": "Counters",
        "url": "https://counters.example/",
    }
    return Benchmark(**usual | more)
