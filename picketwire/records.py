"""The frozen types that pass between stages: the whole vocabulary of Picketwire in one place.

Nothing else crosses the border of a room: no dict, no library object. Instants are aware
datetimes in UTC with no fraction of a second; days are dates; money is `Decimal`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, timedelta
    from decimal import Decimal

ItemKind = Literal["news", "posting"]
SourceKind = Literal["feed", "sitemap", "page", "board"]
Period = Literal["hour", "day", "week", "month", "year"]
Basis = Literal["base", "total", "ote", "unknown"]
EducationLevel = Literal["secondary", "associate", "bachelor", "master", "doctorate"]
CurrencyFrom = Literal["stated", "words", "country", "default"]
AVERAGE = "average"  # label of a figure of the press that is what such jobs pay, and no posting's pay
StatedBy = Literal["employer-field", "employer-text", "board-estimate", "press"]


# How many of each period make a working year (full time, as US official statistics count: 2,080 hours).
PER_YEAR: Mapping[Period, int] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}


T = TypeVar("T")


def travels(record: type[T]) -> type[T]:
    """Let frozen records go from one process to another at half of what dataclasses take by themselves.

    Items come from the parser processes by the thousand. A record needs two fields or more.
    """
    names = tuple(each.name for each in fields(record))  # type: ignore[arg-type]  # it is a dataclass
    setters = tuple(getattr(record, name).__set__ for name in names)  # those of its slots
    values = attrgetter(*names)

    def state_of(self: T) -> tuple[object, ...]:
        state: tuple[object, ...] = values(self)
        return state

    def restore(self: T, state: tuple[object, ...]) -> None:
        for setter, value in zip(setters, state, strict=True):
            setter(self, value)

    record.__getstate__ = state_of  # type: ignore[method-assign, assignment]
    record.__setstate__ = restore  # type: ignore[attr-defined]
    return record


class Outcome(StrEnum):
    """How one poll of one source ended; only the first two may go without a reason."""

    COMPLETE = "complete"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    CAPPED = "capped"
    SUSPICIOUS_ZERO = "suspicious_zero"
    BLOCKED = "blocked"
    FAILED = "failed"
    GONE = "gone"

    @property
    def proves_absence(self) -> bool:
        """Whether an item missing from this poll was really missing at the source."""
        return self in {Outcome.COMPLETE, Outcome.UNCHANGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors of a `page` source; all but `item` are looked up inside each item."""

    item: str
    title: str
    link: str
    date: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that is polled, as `config/sources/*.yaml` describes it."""

    slug: str
    kind: SourceKind
    name: str
    url: str | None = None  # for a board: the origin to ask, where it is not the system's own
    system: str | None = None  # boards only: the name of a file in parsers/boards/
    tenant: str | None = None
    publisher: str | None = None
    employer: str | None = None  # slug of an organization
    language: str | None = None  # BCP 47
    country: str | None = None  # ISO 3166-1 alpha-2
    groups: tuple[str, ...] = ()
    every: timedelta | None = None  # None: adaptive between the bounds of settings.yaml
    full_text: bool = False
    enabled: bool = True
    since: date | None = None
    until: date | None = None
    select: Selectors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request that a source needs; a pure description, sent by `fetching` only."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One response as received, its content coding undone."""

    source: str
    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]  # names in lower case; repeated ones joined with ", "
    content_type: str | None
    body: bytes
    fetched_at: datetime
    sha256: str  # of `body`, hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """One band of pay as somebody stated it; None marks an open end, never an unknown one.

    `low` and `high` are in `currency` per `period`; figures per year are derived, never stored as stated.
    `currency_from` says what settled a sign that several currencies share: a bare "$" may be read by a
    place or pension named near it (`words`), by the source's `country`, or as US dollars by `default`.
    """

    low: Decimal | None
    high: Decimal | None
    currency: str | None  # ISO 4217
    period: Period | None
    basis: Basis = "unknown"
    stated_by: StatedBy = "employer-text"
    text: str = ""  # the sentence, or the field's own words
    label: str | None = None  # place or level that the band is for, or `AVERAGE`
    field: str | None = None  # title, summary or body, where `text` was cut from it
    start: int | None = None  # offsets of the figures in that field, code points
    end: int | None = None
    currency_from: CurrencyFrom = "stated"

    @property
    def low_year(self) -> Decimal | None:
        """The lower end per year: derived, for comparing, never as stated."""
        return self._per_year(self.low)

    @property
    def high_year(self) -> Decimal | None:
        """The upper end per year: derived, for comparing, never as stated."""
        return self._per_year(self.high)

    def _per_year(self, amount: Decimal | None) -> Decimal | None:
        return amount * PER_YEAR[self.period] if amount is not None and self.period else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that a posting asks of applicants: a level of education, or years of experience.

    A degree of no stated level counts as `bachelor`; a professional doctorate (J.D.) as `doctorate`.
    `or_equivalent` says that experience may stand for the education. Of years, None marks an open end.
    """

    kind: Literal["education", "experience"]
    level: EducationLevel | None = None  # of education
    or_equivalent: bool = False
    years_low: int | None = None  # of experience
    years_high: int | None = None
    area: str | None = None  # what the degree or the experience is in
    preferred: bool = False  # asked for as a plus, not as a must
    text: str = ""  # the sentence
    field: str | None = None
    start: int | None = None  # offsets of the words in that field, code points
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a job board says of one opening, beyond what every item has."""

    employer: str | None = None  # as the source gives it
    department: str | None = None
    team: str | None = None
    locations: tuple[str, ...] = ()
    remote: Literal["remote", "hybrid", "onsite"] | None = None
    employment_type: str | None = None
    requisition_id: str | None = None
    pay: tuple[Pay, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    opened: date | None = None
    closes: date | None = None


@travels
@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One news item or job posting as a parser read it; texts are plain, links absolute.

    `published_raw` keeps the source's own words for a date, read or not. `digest` is a hash of the
    entry's raw fields before any text was extracted. `detail` is the request that fills the rest. `links`
    are addresses behind the words of news that may lead to a posting, in canonical form and order.
    """

    kind: ItemKind
    native_id: str | None = None
    url: str | None = None
    title: str = ""
    summary: str = ""
    body: str = ""
    author: str | None = None
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    posting: Posting | None = None
    digest: bytes = b""
    detail: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a parser could not read or had to cut, and where it stood."""

    where: str  # "document", "entry 7", "entry 7: published"
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a parser made of one document.

    `known` lists the digests of entries that were recognised and therefore not read; of a board's answer
    `known_ids` gives their native ids, in the same order. `readable` is False when the document as a
    whole is not what it should be (a login page, a broken file): then `problems` says why. `next` is the
    request for the next page; `stated_total` the count that the source itself gives. `splits` are lists
    that hold the whole between them where this one is cut off at the source's ceiling.
    """

    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: tuple[bytes, ...] = ()
    known_ids: tuple[str, ...] = ()
    readable: bool = True
    format: str | None = None  # "rss20", "atom10", "jsonfeed", "sitemap", "page", "article", "eightfold"
    title: str | None = None
    language: str | None = None
    ttl: timedelta | None = None
    next: Request | None = None
    stated_total: int | None = None
    splits: tuple[Request, ...] = ()
    lost: int = 0  # entries that stood in the document and are neither in `items` nor in `known`


@travels
@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that earned a tag: code points `[start, end)` of one field, and those words."""

    field: str
    start: int
    end: int
    text: str


@travels
@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag that one rule put on an item."""

    name: str
    rule: str
    rules_version: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One HTTP exchange: what was asked, what came back, where the raw bytes are."""

    url: str
    status: int | None
    bytes: int  # on the wire
    sha256: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleKind:
    """What kind of work a posting's title names and at which level, each with the rule that says so."""

    family: str | None = None
    family_rule: str | None = None
    seniority: str | None = None
    seniority_rule: str | None = None


@travels
@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedItem:
    """An item with the tags that the applied rules gave it."""

    item: Item
    tags: tuple[Tag, ...] = ()
    pay: tuple[Pay, ...] = ()  # that a news item states; a posting carries its own
    role: RoleKind = field(default_factory=RoleKind)  # of a posting


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the archive remembers about one source; goes into *collect*, comes out changed."""

    slug: str
    url: str | None = None  # address that etag, modified and body_hash belong to
    etag: str | None = None
    modified: str | None = None
    body_hash: str | None = None
    known: frozenset[bytes] = frozenset()  # digests of the last document that held each item
    count: int = 0  # items in the last document that was read
    failures: int = 0
    interval: timedelta | None = None
    next_due: datetime | None = None
    document_at: datetime | None = None  # when the last changed document came
    confirmed: datetime | None = None  # when that document was last seen to stand
    moved_to: str | None = None  # target of a permanent redirect under observation, or adopted
    moved_seen: tuple[datetime, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """Everything one poll of one source found out; stored in one transaction."""

    source: Source
    started: datetime
    finished: datetime
    outcome: Outcome
    reason: str = ""
    exchanges: tuple[Exchange, ...] = ()
    items: tuple[TaggedItem, ...] = ()
    known: tuple[bytes, ...] = ()
    problems: tuple[Problem, ...] = ()
    state: SourceState
    seen: int = 0  # entries in the document(s), read or recognised
    window: bool = False  # a board that shows its newest postings only: one missing from it proves nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """What one poll changed in the archive."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A page still to be fetched for a stored item: a posting's own page, or a news item's article."""

    item: int  # id of the stored item
    source: Source
    kind: Literal["posting", "article"]
    request: Request
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPoll:
    """What fetching one such page found out; `item` is None where it could not be read."""

    detail: Detail
    started: datetime
    finished: datetime
    outcome: Outcome
    reason: str = ""
    exchanges: tuple[Exchange, ...] = ()
    item: TaggedItem | None = None
