"""Put the pieces of one posting together the same way for every board."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from parsers.board_parts.json_values import unescaped
from parsers.board_parts.values import moment, places, remote_in
from parsers.pay.finding import find_pay
from parsers.text import plain
from picketwire.records import Item, Parsed, Posting, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parsers.board_parts.json_values import Node
    from picketwire.records import Request

T = TypeVar("T", Item, Posting)
VERSION = b"board-1"  # raised when boards read more out of the same answer: everything is read anew


def digest(entry: object, *, without: Iterable[str] = ()) -> bytes:
    """Hash an entry's raw fields, less the members `without` that change at every asking."""
    if isinstance(entry, dict):
        entry = {key: value for key, value in entry.items() if key not in set(without)}
    raw = json.dumps(entry, sort_keys=True, default=str, ensure_ascii=True).encode()
    return hashlib.blake2b(raw, digest_size=16, key=VERSION).digest()


def text_of(*parts: str) -> str:
    """Return the plain text of several parts of one posting, in order, each a paragraph of its own.

    A part is HTML, HTML whose tags are escaped once more, or text in which new lines count.
    """
    return "\n".join(text for part in parts if part and (text := plain(_as_markup(part))))


def _as_markup(part: str) -> str:
    if "<" not in part and "&lt;" in part:
        part = unescaped(part)
    return part if "<" in part else part.replace("\n", "<br>")


def finished(item: Item, entry: object, *, country: str = "", without: Iterable[str] = ()) -> Item:
    """Fill what follows from what a board file has read of an `entry` (anything that JSON can write).

    That is the digest (over the entry less `without`), the instant of `published_raw`, pay that stands
    in the text (`country`, ISO 3166-1, settles a bare `$` there), and remote work that a place states.
    """
    about = item.posting or Posting()
    stated = find_pay(item.body, country=country or None) if item.body else ()
    return replace(
        item,
        language=item.language or None,
        categories=tuple(dict.fromkeys(filter(None, item.categories))),
        published=item.published or (moment(item.published_raw) if item.published_raw else None),
        published_raw=item.published_raw or None,
        digest=digest(entry, without=without),
        posting=replace(
            about,
            employer=about.employer or None,
            department=about.department or None,
            team=about.team or None,
            employment_type=about.employment_type or None,
            locations=places(about.locations),
            remote=about.remote or remote_in(*about.locations),
            pay=(*about.pay, *stated),
        ),
    )


def answer(
    system: str,
    entries: Iterable[Node],
    make: Callable[[Node], Item | None],
    *,
    total: int | None = None,
    following: Request | None = None,
) -> Parsed:
    """Read every entry of a JSON answer with `make`; see `collected`."""
    return collected(system, map(make, entries), total=total, following=following)


def collected(
    system: str, items: Iterable[Item | None], *, total: int | None = None, following: Request | None = None
) -> Parsed:
    """Return an answer of these items; one without an id or a title becomes a problem, the rest stand.

    None stands for an entry that the board itself marks as not listed.
    """
    kept, problems = [], []
    for number, item in enumerate(items, 1):
        if item is not None and item.native_id and item.title:
            kept.append(item)
        elif item is not None:
            problems.append(
                Problem(where=f"entry {number}", what=f"has no {'id' if item.title else 'title'}")
            )
    return Parsed(
        items=tuple(kept),
        problems=tuple(problems),
        format=system,
        stated_total=total,
        next=following,
        lost=len(problems),
    )


def one_per_id(parsed: Parsed) -> Parsed:
    """Merge entries of one id that differ by place (some boards list a posting once per place)."""
    merged: dict[str | None, Item] = {}
    for item in parsed.items:
        old = merged.get(item.native_id)
        merged[item.native_id] = item if old is None else _with_places(old, item)
    return replace(parsed, items=tuple(merged.values()))


def _with_places(old: Item, new: Item) -> Item:
    if old.posting is None or new.posting is None:
        return old
    both = tuple(dict.fromkeys((*old.posting.locations, *new.posting.locations)))
    return replace(
        old, posting=replace(old.posting, locations=both), digest=digest([old.digest.hex(), new.digest.hex()])
    )


def with_detail(listed: Item, detailed: Item) -> Item:
    """Return what a list entry and the posting's own answer say together.

    The detail wins where it says anything; identity, address and digest stay those of the list, by which
    the next poll recognises the entry.
    """
    detailed_posting = detailed.posting or Posting()
    return replace(
        _filled(listed, detailed, keep=("native_id", "url", "digest", "kind", "posting")),
        detail=None,
        posting=_filled(listed.posting or Posting(), detailed_posting, keep=()),
    )


def _filled(old: T, new: T, *, keep: tuple[str, ...]) -> T:
    said = {f.name: value for f in fields(new) if f.name not in keep and (value := getattr(new, f.name))}
    return replace(old, **said)
