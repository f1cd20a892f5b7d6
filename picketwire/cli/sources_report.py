"""What `picketwire sources add` and `test` print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picketwire.cli.records import item_json
from picketwire.cli.text import plain
from picketwire.settings.files import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from picketwire.pipeline.discover.finding import Discovery
    from picketwire.pipeline.discover.proof import Finding
    from picketwire.pipeline.source_test import SourceCheck
    from picketwire.records import Item, Source

_SHOWN = 5


def as_json(found: Discovery, chosen: Finding | None, block: str | None, path: Path | None) -> dict[str, Any]:
    """Return what was found, what was taken, and where it was written."""
    picked = next((n for n, each in enumerate(found.findings, 1) if each is chosen), None)
    return {
        "url": found.url,
        "candidates": [_candidate(n, each) for n, each in enumerate(found.findings, 1)],
        "notes": list(found.notes),
        "picked": picked,
        "items": [item_json(item) for item in (chosen.items[:_SHOWN] if chosen else ())],
        "block": block,
        "file": shown(path) if path else None,
    }


def _candidate(number: int, found: Finding) -> dict[str, Any]:
    source = found.source
    return {
        "n": number,
        "kind": source.kind,
        "url": source.url,
        "system": source.system,
        "tenant": source.tenant,
        "how": found.how,
        "proved": found.refused is None,
        "refused": found.refused,
        "already": found.twin,
        "title": found.title,
        "entries": found.entries,
        "more": found.more,
        "fill": _rounded(found.fill),
        "language": found.language,
        "robots": found.robots or None,
        "note": found.note or None,
    }


def lines(found: Discovery, chosen: Finding | None) -> Iterator[str]:
    """Say for a person what was found and what is taken; none of it can command a terminal."""
    return (plain(line).replace("\n", " ") for line in _lines(found, chosen))


def _lines(found: Discovery, chosen: Finding | None) -> Iterator[str]:
    yield found.url
    for number, each in enumerate(found.findings, 1):
        mark = "*" if each is chosen and each.accepted else " "
        yield f"{mark} {number}  {place(each.source)}  {_verdict(each)}"
        yield f"       {each.how}"
    yield from (f"  {note}" for note in found.notes)
    if chosen is None or not chosen.accepted:
        yield _nothing(found, chosen)
    else:
        yield from _shown(chosen)


def place(source: Source) -> str:
    """Return what a source asks, on one line."""
    if source.kind != "board":
        return f"{source.kind} {source.url}"
    return f"board {source.system}:{source.tenant}" + (f" at {source.url}" if source.url else "")


def _verdict(found: Finding) -> str:
    if found.twin:
        return f'is polled already, as "{found.twin}"'
    if found.refused is not None:
        return f"refused: {found.refused}"
    what = "postings" if found.source.kind == "board" else "entries"
    return f"{found.entries}{' and more' if found.more else ''} {what}"


def _nothing(found: Discovery, chosen: Finding | None) -> str:
    if chosen is not None and chosen.twin:
        return f'nothing to add: source "{chosen.twin}" polls it already'
    if any(each.accepted for each in found.findings):
        return "nothing added: none of these lists openings, which the address is about; --pick N takes one"
    if found.findings:
        return "nothing added: no candidate could be proved"
    return (
        "nothing found: no feed, sitemap or job board; a page that lists its items itself "
        "can be polled by its selectors, see docs/sources.md"
    )


def _shown(found: Finding) -> Iterator[str]:
    of = "" if len(found.items) >= found.entries else f" of the first {len(found.items)}"
    yield ""
    for item in found.items[:_SHOWN]:
        yield f"  {_date(item):10}  {_one_line(item.title)[:90] or '(no title)'}"
        yield f"              {item.url or ''}"
    yield f"  share{of} with " + ", ".join(f"{name} {share:.0%}" for name, share in found.fill.items())
    if found.language:
        yield f"  language: {found.language} ({found.language_from})"
    if found.robots:
        yield f"  robots.txt: {found.robots}"
    if found.note:
        yield f"  note: {found.note}"


def _date(item: Item) -> str:
    opened = item.posting.opened if item.posting else None
    moment = item.published or item.updated
    return str(opened or (moment.date() if moment else "no date"))


def check_json(check: SourceCheck) -> dict[str, Any]:
    """Return the result of one test."""
    return {
        "source": check.source.slug,
        "state": check.state,
        "why": check.why,
        "bad": check.bad,
        "entries": check.entries,
        "fill": _rounded(check.fill),
        "past": _rounded(check.past),
        "drift": list(check.drift),
    }


def check_lines(checks: Sequence[SourceCheck]) -> Iterator[str]:
    """Say in one line a source how it does."""
    width = max((len(check.source.slug) for check in checks), default=0)
    for check in checks:
        parts = [f"{check.source.slug:{width}}  {check.state:13}"]
        if check.entries:
            parts.append(f"{check.entries:4} entries, {_fill(check)}")
        if check.drift:
            parts.append(f"DRIFT: {', '.join(check.drift)}")
        if check.why:
            parts.append(_one_line(check.why))
        yield "  ".join(parts).rstrip()


def _fill(check: SourceCheck) -> str:
    """Return the shares now, with what they were in brackets where enough is stored."""
    was = {name: f" (was {share:.0%})" for name, share in check.past.items()}
    return ", ".join(f"{name} {share:.0%}{was.get(name, '')}" for name, share in check.fill.items())


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _rounded(shares: Mapping[str, float]) -> dict[str, float]:
    return {name: round(share, 3) for name, share in shares.items()}
