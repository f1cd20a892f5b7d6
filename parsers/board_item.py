"""Put the pieces of one posting together the same way for every board."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.board_values import moment, places, remote_in
from parsers.pay import find_pay
from parsers.text import plain
from picketwire.records import Item, Parsed, Posting, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from parsers.board_json import Node
    from picketwire.records import Pay, Request

VERSION = b"board-1"  # raised when boards read more out of the same answer: everything is read anew


def digest(entry: object, *, without: Iterable[str] = ()) -> bytes:
    """Hash an entry's raw fields, less the members `without` that change at every asking."""
    if isinstance(entry, dict):
        entry = {key: value for key, value in entry.items() if key not in set(without)}
    raw = json.dumps(entry, sort_keys=True, default=str, ensure_ascii=True).encode()
    return hashlib.blake2b(raw, digest_size=16, key=VERSION).digest()


def text_of(*markups: str) -> str:
    """Return the plain text of several HTML parts of one posting, in order, each a paragraph of its own."""
    return "\n".join(text for markup in markups if markup and (text := plain(markup)))


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
    title: str = "",
) -> Parsed:
    """Read every entry of an answer; one without an id and a title becomes a problem, the rest stand.

    `make` returns None for an entry that the board itself marks as not listed.
    """
    items, problems = [], []
    for number, entry in enumerate(entries, 1):
        item = make(entry)
        if item is None:
            continue
        if item.native_id and item.title:
            items.append(item)
        else:
            problems.append(
                Problem(where=f"entry {number}", what="has no id" if item.title else "has no title")
            )
    return Parsed(
        items=tuple(items),
        problems=tuple(problems),
        format=system,
        stated_total=total,
        next=following,
        title=title or None,
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


def first_pay(*bands: tuple[Pay, ...]) -> tuple[Pay, ...]:
    """Return the first source of pay that holds any."""
    return next((band for band in bands if band), ())
