"""What a worker process does: read documents, tag what they hold, read the pay that the press states.

Parsers and tagger are imported where they are used: the process that hands out the jobs needs neither.
"""

from __future__ import annotations

import gc
import resource
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from picketwire.records import AVERAGE, Parsed, TaggedItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picketwire.records import Item, Pay, Request, Source
    from picketwire.tagging.tagger import Tagger

PRELOADED = (
    "picketwire.pipeline.job",
    "parsers.dispatch",
    "parsers.pay.finding",
    "parsers.requirements.finding",
    "picketwire.tagging.tagger",
)
_tagger: Tagger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document to read."""

    source: Source
    body: bytes
    url: str
    content_type: str | None
    hint: str | None
    known: frozenset[bytes] = frozenset()
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a worker made of one document; the items of `parsed` stand, tagged, in `items`."""

    parsed: Parsed
    items: tuple[TaggedItem, ...] = ()


def start_worker(rules: str, memory: int | None) -> None:
    """Prepare a worker process: compile the rules (JSON) once, bound its address space to `memory` bytes."""
    global _tagger  # noqa: PLW0603 -- a process has one rule set for its whole life
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    gc.set_threshold(50_000, 20, 50)  # entries come by the thousand and hold no cycles
    _tagger = make_tagger(rules)
    gc.freeze()


def make_tagger(rules: str) -> Tagger:
    """Compile rules (JSON)."""
    from picketwire.tagging.definitions import RuleSet  # noqa: PLC0415
    from picketwire.tagging.tagger import Tagger  # noqa: PLC0415

    return Tagger(RuleSet.from_json(rules))


def read_documents(jobs: Sequence[Job]) -> list[Reading]:
    """Read and tag documents in a worker that `start_worker` prepared."""
    if _tagger is None:
        raise RuntimeError("start_worker has not run in this process")
    # Not turn and turn about: parser and tagger would push each other out of the processor's cache.
    parsed = [_parsed(job) for job in jobs]
    return [_tagged(job, found, _tagger) for job, found in zip(jobs, parsed, strict=True)]


def read_document(job: Job, tagger: Tagger) -> Reading:
    """Read one document and tag its items."""
    return _tagged(job, _parsed(job), tagger)


def _parsed(job: Job) -> Parsed:
    from parsers import parse  # noqa: PLC0415

    return parse(
        job.body,
        url=job.url,
        content_type=job.content_type,
        hint=job.hint,
        known=job.known,
        select=job.source.select,
        request=job.request,
    )


def _tagged(job: Job, parsed: Parsed, tagger: Tagger) -> Reading:
    items = tuple(enrich(item, job.source, tagger) for item in parsed.items)
    return Reading(parsed=replace(parsed, items=()), items=items)


def enrich(item: Item, source: Source, tagger: Tagger) -> TaggedItem:
    """Give an item what its text settles: language, tags, what a posting asks for, what news says of pay."""
    if item.language is None and source.language is not None:
        item = replace(item, language=source.language)
    if item.posting is not None and item.body:
        from parsers.requirements.finding import find_requirements  # noqa: PLC0415

        item = replace(item, posting=replace(item.posting, requirements=find_requirements(item.body)))
    tags = tagger.tag(item, publisher=source.name)
    pay = (
        press_pay(item, source) if any(tag.name == "ai_role" for tag in tags) and item.kind == "news" else ()
    )
    return TaggedItem(item=item, tags=tags, pay=pay)


def press_pay(item: Item, source: Source) -> tuple[Pay, ...]:
    """Read the bands in title, summary and body, each figure once: where it stands first."""
    from parsers.pay.finding import find_pay  # noqa: PLC0415

    found: dict[tuple[object, ...], Pay] = {}
    for field in ("title", "summary", "body"):
        for pay in find_pay(getattr(item, field), country=source.country, field=field, stated_by="press"):
            found.setdefault((pay.low, pay.high, pay.currency, pay.label == AVERAGE), pay)
    return tuple(found.values())
