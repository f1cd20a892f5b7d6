"""Prove that a feed, sitemap or board is one, by reading entries that lead somewhere.

A status of 200 proves nothing: some systems answer it for any name. A board counts once it has shown a
posting with an address, and that address does not turn out to be missing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from picketwire.errors import FetchError
from picketwire.pipeline.job import Job
from picketwire.pipeline.judge import judge_document
from picketwire.pipeline.probing import fill, sample
from picketwire.records import Outcome, Request, SourceState
from picketwire.tagging.language import guess
from picketwire.urls import is_web_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from picketwire.fetching.results import Fetched
    from picketwire.pipeline.collect import Collector
    from picketwire.pipeline.job import Reading
    from picketwire.records import Document, Item, Parsed, Poll, Source

_PAGES_TRIED = 3  # public pages of postings; one that is there is enough
_TEXTS = 30  # items whose words may tell the language


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place that may be a source: what it showed, or why it is refused.

    `items` are those that could be measured; `fill` is the share (0 to 1) of them that have a date, a
    text, and so on. `entries` counts what was read; a long board is not read to its end (`more`).
    """

    source: Source  # its slug and name are not settled yet
    how: str  # where it was found
    refused: str | None = None
    twin: str | None = None  # slug of the source that polls this already
    items: tuple[Item, ...] = ()
    entries: int = 0
    more: bool = False
    fill: Mapping[str, float] = field(default_factory=dict)
    title: str | None = None  # of the feed, or the employer that the postings name
    language: str | None = None
    language_from: str = ""
    robots: str = ""
    note: str = ""  # what a person should know all the same

    @property
    def accepted(self) -> bool:
        """Whether it was proved, and is new."""
        return self.refused is None and self.twin is None


async def prove_board(collector: Collector, source: Source, how: str) -> Finding:
    """Read the first pages of a board, then the public page of a posting."""
    poll = await collector.poll(source, SourceState(slug=source.slug))
    items = [tagged.item for tagged in poll.items]
    found = Finding(source=source, how=how, entries=len(items))
    if not items:
        return replace(found, refused=_without_postings(poll))
    leading = [item for item in items if item.title and item.url and is_web_address(item.url)]
    if not leading:
        return replace(found, refused=f"none of its {len(items)} postings has an address")
    dead, note = await _missing(collector, source, leading)
    if dead:
        return replace(found, refused=dead)
    measured = await sample(collector, source, leading)
    names = Counter(item.posting.employer for item in items if item.posting and item.posting.employer)
    return _measured(
        replace(
            found,
            note=note,
            more=poll.outcome is Outcome.CAPPED,
            title=names.most_common(1)[0][0] if names else None,
        ),
        measured,
    )


def _without_postings(poll: Poll) -> str:
    answered = any(e.status == 200 for e in poll.exchanges[-1:])
    if poll.outcome is Outcome.SUSPICIOUS_ZERO and answered:
        return (
            f"it answers 200 but shows no posting, as many systems do for a name nobody has ({poll.reason})"
        )
    return poll.reason or "it shows no posting"


async def _missing(collector: Collector, source: Source, items: Sequence[Item]) -> tuple[str, str]:
    """Look at the public pages of a few postings; say that all are missing, or what else is worth knowing."""
    missing = unseen = ""
    for item in items[:_PAGES_TRIED]:
        url = item.url or ""
        try:
            fetched = await collector.fetcher.fetch(Request(url=url), source=source.slug, robots=True)
        except FetchError as error:
            absent = error.outcome is Outcome.GONE or any(e.status == 404 for e in error.exchanges[-1:])
            if not absent:
                unseen = unseen or f"the page of a posting could not be looked at ({error})"
                break  # nothing says that the others would tell more
            missing = missing or f"its postings lead nowhere: {url} answers {error}"
            continue
        if not _is_sent_away(url, fetched):
            return "", ""
        missing = missing or f"its postings lead nowhere: {url} only leads to the front page of its site"
    return ("", unseen) if unseen else (missing, "")


def _is_sent_away(url: str, fetched: Fetched) -> bool:
    final = fetched.document.final_url if fetched.document else url
    return not urlsplit(final).path.strip("/") and bool(urlsplit(url).path.strip("/"))


async def prove_document(collector: Collector, source: Source, how: str, *, robots: bool = False) -> Finding:
    """Fetch and read a feed or sitemap; `robots` asks robots.txt first, where the address is a guess."""
    found = Finding(source=source, how=how)
    try:
        fetched = await collector.fetcher.fetch(
            Request(url=source.url or ""), source=source.slug, robots=robots
        )
    except FetchError as error:
        return replace(found, refused=str(error))
    if fetched.document is None:
        return replace(found, refused="it answered that nothing has changed, though nobody asked")
    if fetched.permanent_to:
        found = replace(found, source=replace(source, url=fetched.permanent_to))
    return await judge(collector, found, fetched.document, whole=fetched.complete)


async def judge(collector: Collector, found: Finding, document: Document, *, whole: bool = True) -> Finding:
    """Read a document that may be the feed or sitemap which `found` stands for, or an index of sitemaps."""
    reading = await _read(collector, found.source, document)
    part = reading.parsed.next if not reading.items else None
    if part is None:
        return _judged(found, reading, whole=whole)
    try:
        fetched = await collector.fetcher.fetch(part, source=found.source.slug)
    except FetchError as error:
        return replace(found, refused=f"an index of sitemaps; the newest, {part.url}, answers {error}")
    if fetched.document is None:
        raise RuntimeError("a request without conditions cannot be answered with 304")
    reading = await _read(collector, found.source, fetched.document)
    judged = _judged(found, reading, whole=fetched.complete)
    note = f"an index of sitemaps: each poll reads the newest of them, now {part.url}"
    return replace(judged, note="; ".join(filter(None, (note, judged.note))))


async def _read(collector: Collector, source: Source, document: Document) -> Reading:
    job = Job(
        source=source,
        body=document.body,
        url=document.final_url,
        content_type=document.content_type,
        hint=source.kind,
    )
    return await collector.workers.read(job)


def _judged(found: Finding, reading: Reading, *, whole: bool) -> Finding:
    source, items = found.source, tuple(tagged.item for tagged in reading.items)
    found = replace(found, entries=len(items), title=reading.parsed.title)
    if reason := _no_source(reading, items, whole=whole):
        return replace(found, refused=reason)
    if not any(item.title for item in items):
        source = replace(source, full_text=True)
        found = replace(found, source=source, note="it has addresses only: the pages themselves are read too")
    elif not any(item.summary or item.body for item in items):
        found = replace(found, note="it has no texts: `full_text: true` reads the pages themselves too")
    return _measured(found, items, stated=reading.parsed.language)


def _no_source(reading: Reading, items: Sequence[Item], *, whole: bool) -> str | None:
    parsed: Parsed = reading.parsed
    verdict = judge_document(parsed, entries=len(items), before=0, whole=whole)
    if verdict.outcome in {Outcome.FAILED, Outcome.SUSPICIOUS_ZERO}:
        return verdict.reason
    if not any(item.url and is_web_address(item.url) for item in items):
        return f"none of its {len(items)} entries has an address"
    return None


def _measured(found: Finding, items: Sequence[Item], stated: str | None = None) -> Finding:
    tags = Counter(item.language for item in items if item.language)
    said = stated or (tags.most_common(1)[0][0] if tags else None)
    words = " ".join(f"{item.title} {item.summary or item.body[:500]}" for item in items[:_TEXTS])
    language = said or guess(words)
    return replace(
        found,
        items=tuple(items),
        fill=fill(items),
        language=language,
        language_from=("it says so" if said else "guessed from its words") if language else "",
    )
