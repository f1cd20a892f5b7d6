"""From what is stored and what arrived: the item as it stands now, and its typed revisions (pure)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from hashlib import blake2b
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
# What a board may take back: a list entry that is all there is of a posting no longer states it.
_WITHDRAWN = ("department", "team", "remote", "employment_type", "requisition_id", "closes")
CHANGES = (
    *dict.fromkeys([*_TYPES.values(), *_POSTING_TYPES.values()]),
    *("pay_raised", "pay_lowered", "pay_added", "pay_removed", "pay_changed"),
    *("ai_words_added", "ai_words_removed", "closed", "reopened"),
)

# The words that `ai_words_added` and `ai_words_removed` go by. A list of its own, beside the tag rules:
# a rule may be edited on any day, and that is no edit of a posting.
_AI_WORDS = re.compile(
    r"(?<!\w)(?:(?:AI|A\.I\.|ML|NLP|LLMs?|GPT(?:-\w{1,4})?|AGI|RLHF)|(?i:"
    r"artificial intelligence|machine[ -]learning|deep[ -]learning|reinforcement learning|"
    r"gen(?:erative)?[ -]?ai|generative|large language models?|language models?|foundation models?|"
    r"diffusion models?|neural net(?:work)?s?|computer vision|natural language processing|"
    r"chatbots?|chatgpt|openai|prompt engineer(?:s|ing)?|agentic|ai agents?|mlops|deepfakes?|"
    r"digital replicas?|synthetic (?:media|performers?|voices?|data)|voice clon(?:es?|ing)|"
    r"(?:data|image) (?:label|annotat)\w{2,4}))(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of one field, values as text (JSON for lists, pay and AI words)."""

    field: str
    change: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """An item after new information came in; `changed` names the fields that differ from the stored ones.

    `from_page`: fields in which a posting's own page says other than its list entry; None before it was read.
    """

    item: Item
    body_from: Origin | None
    revisions: tuple[Revision, ...] = ()
    changed: frozenset[str] = frozenset()
    from_page: frozenset[str] | None = None


def merge(
    stored: Item,
    body_from: Origin | None,
    incoming: Item,
    origin: Origin,
    *,
    from_page: frozenset[str] | None = None,
) -> Merged:
    """Join what is stored with what arrived from a list or feed (`feed`) or the item's own page (`page`).

    What the newcomer leaves out stays, but for what a list entry that is the whole posting takes back.
    A list's words never replace those in which a page differed from it, and a feed's body never a
    page's. No revision: the first fill of an empty field, the first reading of the page, a moved
    date, white space and markup.
    """
    if origin == "feed" and body_from == "page":
        incoming = replace(incoming, body="")
    item = _merge_item(stored, incoming, _kept(stored, origin, from_page))
    item = replace(item, links=_links(stored, body_from, incoming, origin))
    if stored.posting or incoming.posting:
        item = replace(item, posting=_merge_posting(stored, incoming, origin, from_page))
    first_page = origin == "page" and from_page is None
    changed = _differing(stored, item)
    body = (origin if incoming.body and item.body == incoming.body else body_from) or body_from
    return Merged(
        item=item,
        body_from=body,
        revisions=() if first_page else tuple(_revisions(stored, item)),
        changed=changed,
        from_page=_overrides(stored, item, from_page) if origin == "page" else from_page,
    )


def entry_hash(item: Item) -> str:
    """Hash what a list entry says of a posting (hex), less the dates that move by themselves.

    Two entries with one hash differ in nothing that a reader would see: only a bumped date, or some
    field that nobody reads.
    """
    posting = item.posting or Posting()
    said = [fold(getattr(item, name) or "") for name in ("title", "summary", "body")]
    said += [str(getattr(posting, name)) for name in _POSTING_TYPES]
    said += [item.url or "", str(item.categories), *(str(_figures(pay)) for pay in posting.pay)]
    return blake2b("\0".join(said).encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _kept(stored: Item, origin: Origin, from_page: frozenset[str] | None) -> frozenset[str]:
    """Return the fields of a stored item that what arrived may fill but not replace."""
    if origin == "feed":
        return from_page or frozenset()
    # An article's page repeats the feed's words in its own way; only the text is asked of it.
    return frozenset(_TYPES) - {"body"} if stored.posting is None else frozenset()


def _merge_item(stored: Item, incoming: Item, kept: frozenset[str]) -> Item:
    def newer(name: str) -> Any:
        old = getattr(stored, name)
        if name in kept and old:
            return old
        return _newer(old, getattr(incoming, name), canonical if name == "url" else fold)

    return replace(
        stored,
        **{name: newer(name) for name in (*_TYPES, "categories", "media")},
        language=incoming.language or stored.language,
        updated=incoming.updated or stored.updated,
        published=min(filter(None, (stored.published, incoming.published)), default=None),
        published_raw=stored.published_raw or incoming.published_raw,
        native_id=incoming.native_id or stored.native_id,
        digest=incoming.digest,
        detail=incoming.detail,
    )


def _links(stored: Item, body_from: Origin | None, incoming: Item, origin: Origin) -> tuple[str, ...]:
    """Return the links of the texts that stand; a feed entry with its text brings all its links."""
    whole = incoming.body or (incoming.summary and not stored.body)
    if origin == "feed" and body_from != "page" and whole:
        return incoming.links
    return tuple(sorted({*stored.links, *incoming.links}))


def _merge_posting(stored: Item, incoming: Item, origin: Origin, from_page: frozenset[str] | None) -> Posting:
    old, new = stored.posting or Posting(), incoming.posting or Posting()
    kept = (from_page or frozenset()) if origin == "feed" else frozenset[str]()
    values = {name: _newer(getattr(old, name), getattr(new, name)) for name in _POSTING_TYPES}
    values |= {name: value for name in kept if name in values and (value := getattr(old, name))}
    if origin == "feed" and from_page is None and incoming.detail is None:
        values |= {name: None for name in _WITHDRAWN if not getattr(new, name)}
    merged = replace(old, **values)
    silent = not new.pay and stored.body and not incoming.body  # only a text takes back what a text says
    if silent or _same_pay(old.pay, new.pay) or (old.pay and "pay" in kept):
        return merged
    return replace(merged, pay=new.pay)


def _overrides(stored: Item, item: Item, from_page: frozenset[str] | None) -> frozenset[str]:
    """Return the fields in which a page that was read now, or before, says other than the list."""
    found = {name for name in _TYPES if getattr(stored, name) != getattr(item, name)}
    old, new = stored.posting or Posting(), item.posting or Posting()
    found |= {name for name in (*_POSTING_TYPES, "pay") if getattr(old, name) != getattr(new, name)}
    return frozenset(found - {"body"}) | (from_page or frozenset())


def _differing(stored: Item, item: Item) -> frozenset[str]:
    names = ("categories", "media", "links", "language", "published", "published_raw", "updated", "native_id")
    found = {name for name in (*_TYPES, *names) if getattr(stored, name) != getattr(item, name)}
    old, new = (p and replace(p, requirements=()) for p in (stored.posting, item.posting))
    return frozenset(found | ({"posting"} if old != new else set()))


def _newer(stored: Any, incoming: Any, same: Callable[[str], str] = fold) -> Any:
    if not incoming:
        return stored
    if isinstance(stored, str) and isinstance(incoming, str) and same(stored) == same(incoming):
        return stored
    return incoming


def _revisions(before: Item, after: Item) -> Iterable[Revision]:
    yield from _text_revisions(before, after, _TYPES)
    if after.posting is None:
        return
    old, new = before.posting or Posting(), after.posting
    moved = old.locations != new.locations
    for revision in _text_revisions(old, new, _POSTING_TYPES):
        # "Remote" is read from the place where nothing else states it: the new place tells it all.
        if not (moved and revision.field == "remote" and revision.after is None):
            yield revision
    texts = [(getattr(before, name), getattr(after, name)) for name in ("title", "summary", "body")]
    reworded = any(was != now for was, now in texts) or not any(now for _, now in texts[1:])
    yield from pay_revisions(old.pay, new.pay, reworded=reworded)
    yield from ai_word_revisions(before, after)


def _text_revisions(before: Any, after: Any, types: dict[str, str]) -> Iterable[Revision]:
    for name, change in types.items():
        old, new = getattr(before, name), getattr(after, name)
        if old and new != old:
            yield Revision(field=name, change=change, before=_text(old), after=_text(new))


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (tuple, list)) else str(value)


def ai_words(text: str) -> frozenset[str]:
    """Return the AI words of a text, each in one form: small letters, spaces for hyphens, no plural."""
    return frozenset(_ai_word(found[0]) for found in _AI_WORDS.finditer(text))


def _ai_word(word: str) -> str:
    plain = word.casefold().replace("-", " ").replace(".", "").replace("labell", "label")
    return plain.removesuffix("s") if len(plain) > 3 else plain


def ai_word_revisions(before: Item, after: Item) -> tuple[Revision, ...]:
    """Say which AI words came into a posting's title or text, and which went.

    Values are JSON: {"title": [...], "text": [...]}, all AI words before and after. A text that was not
    known before says nothing about what is new in it.
    """
    old, new = _ai_places(before, before), _ai_places(after, before)
    values = {"before": _places_json(old), "after": _places_json(new)}
    changes = [
        change
        for change, more, less in (("ai_words_added", new, old), ("ai_words_removed", old, new))
        if any(more[place] - less[place] for place in more)
    ]
    return tuple(Revision(field="ai_words", change=change, **values) for change in changes)


def _ai_places(item: Item, known: Item) -> dict[str, frozenset[str]]:
    texts = [getattr(item, name) for name in ("summary", "body") if getattr(known, name)]
    return {"title": ai_words(item.title), "text": ai_words("\n".join(texts))}


def _places_json(places: dict[str, frozenset[str]]) -> str:
    return json.dumps({place: sorted(words) for place, words in places.items()}, ensure_ascii=False)


def pay_revisions(
    before: Sequence[Pay], after: Sequence[Pay], *, reworded: bool = True
) -> tuple[Revision, ...]:
    """Type a change of stated pay: pay_added, pay_removed, pay_raised, pay_lowered or pay_changed.

    Raised and lowered compare the highest upper end per year in the same currency; bands that cannot be
    compared are `pay_changed`. Bands read from a text that was not `reworded` have not changed: only
    the reading has.
    """
    if not reworded:
        before = [pay for pay in before if pay.stated_by != "employer-text"]
        after = [pay for pay in after if pay.stated_by != "employer-text"]
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
