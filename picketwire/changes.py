"""From what is stored and what arrived: the item as it stands now, and its typed revisions (pure)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from picketwire.identity import fold
from picketwire.records import Posting
from picketwire.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from picketwire.records import Item, Pay

Origin = Literal["feed", "page"]

# field of Item -> type of its revision; fields not named here change without a revision.
_TYPES = {"title": "title", "summary": "text", "body": "text", "url": "address", "author": "author"}
_POSTING_TYPES = {
    "employer": "employer",
    "department": "department",
    "team": "team",
    "locations": "location",
    "remote": "remote",
    "employment_type": "employment_type",
    "requisition_id": "requisition",
    "opened": "opened",
    "closes": "closes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of one field, values as text (JSON for lists and pay)."""

    field: str
    change: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """An item after new information came in; `changed` names the fields that differ from the stored ones."""

    item: Item
    body_from: Origin | None
    revisions: tuple[Revision, ...] = ()
    changed: frozenset[str] = frozenset()


def merge(stored: Item, body_from: Origin | None, incoming: Item, origin: Origin) -> Merged:
    """Join what is stored with what arrived from a list or feed (`feed`) or the item's own page (`page`).

    What the newcomer leaves out stays. A feed's body never replaces a page's. The first fill of an
    empty field, a moved date, white space and markup make no revision.
    """
    if origin == "feed" and body_from == "page":
        incoming = replace(incoming, body="")
    item = replace(
        stored,
        **{
            name: _newer(getattr(stored, name), getattr(incoming, name), canonical if name == "url" else fold)
            for name in (*_TYPES, "categories", "media")
        },
        language=incoming.language or stored.language,
        updated=incoming.updated or stored.updated,
        published=min(filter(None, (stored.published, incoming.published)), default=None),
        published_raw=stored.published_raw or incoming.published_raw,
        native_id=incoming.native_id or stored.native_id,
        digest=incoming.digest,
        detail=incoming.detail,
    )
    revisions = list(_text_revisions(stored, item, _TYPES))
    if stored.posting or incoming.posting:
        posting = _merge_posting(
            stored.posting or Posting(), incoming.posting or Posting(), origin, body_from
        )
        item = replace(item, posting=posting)
        revisions += _text_revisions(stored.posting or Posting(), posting, _POSTING_TYPES)
        if origin == "feed" or body_from == "page":
            revisions += pay_revisions((stored.posting or Posting()).pay, posting.pay)
    changed = frozenset(n for n in _comparable(item) if _comparable(item)[n] != _comparable(stored)[n])
    body = (origin if incoming.body and item.body == incoming.body else body_from) or body_from
    return Merged(item=item, body_from=body, revisions=tuple(revisions), changed=changed)


def _comparable(item: Item) -> dict[str, Any]:
    names = (
        *_TYPES,
        "categories",
        "media",
        "language",
        "published",
        "published_raw",
        "updated",
        "native_id",
        "posting",
    )
    return {name: getattr(item, name) for name in names}


def _newer(stored: Any, incoming: Any, same: Callable[[str], str] = fold) -> Any:
    if not incoming:
        return stored
    if isinstance(stored, str) and isinstance(incoming, str) and same(stored) == same(incoming):
        return stored
    return incoming


def _merge_posting(stored: Posting, incoming: Posting, origin: Origin, body_from: Origin | None) -> Posting:
    merged = replace(
        stored, **{name: _newer(getattr(stored, name), getattr(incoming, name)) for name in _POSTING_TYPES}
    )
    if origin == "feed" and body_from == "page" and not incoming.pay:
        return merged  # a list entry without pay does not unsay what the posting's own page states
    return merged if _same_pay(stored.pay, incoming.pay) else replace(merged, pay=incoming.pay)


def _text_revisions(before: Any, after: Any, types: dict[str, str]) -> Iterable[Revision]:
    for name, change in types.items():
        old, new = getattr(before, name), getattr(after, name)
        if old and new != old:
            yield Revision(field=name, change=change, before=_text(old), after=_text(new))


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (tuple, list)) else str(value)


def pay_revisions(before: Sequence[Pay], after: Sequence[Pay]) -> tuple[Revision, ...]:
    """Type a change of stated pay: pay_added, pay_removed, pay_raised, pay_lowered or pay_changed.

    Raised and lowered compare the highest upper end per year in the same currency; bands that cannot
    be compared are `pay_changed`. Pay in a posting that had none before it was ever read is no change.
    """
    if _same_pay(before, after):
        return ()
    change = "pay_added" if not before else "pay_removed" if not after else _direction(before, after)
    return (Revision(field="pay", change=change, before=pay_json(before), after=pay_json(after)),)


def _same_pay(before: Sequence[Pay], after: Sequence[Pay]) -> bool:
    return {_figures(p) for p in before} == {_figures(p) for p in after}


def _figures(pay: Pay) -> tuple[Any, ...]:
    return (pay.low, pay.high, pay.currency, pay.period, pay.basis, pay.stated_by)


def _direction(before: Sequence[Pay], after: Sequence[Pay]) -> str:
    old, new = _top(before), _top(after)
    if old is None or new is None or {p.currency for p in before} != {p.currency for p in after}:
        return "pay_changed"
    return "pay_raised" if new > old else "pay_lowered" if new < old else "pay_changed"


def _top(bands: Sequence[Pay]) -> Decimal | None:
    return max(filter(None, (p.high_year or p.low_year for p in bands)), default=None)


def pay_json(bands: Sequence[Pay]) -> str | None:
    """Write bands as a revision keeps them: a JSON list, figures as decimal text; None for no bands."""
    if not bands:
        return None
    names = ("low", "high", "currency", "period", "basis", "stated_by")
    rows = [{n: _text(getattr(p, n)) for n in names} for p in bands]
    return json.dumps(rows, ensure_ascii=False)
