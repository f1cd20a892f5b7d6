"""The frozen types that linking takes and gives: what an item names, and what belongs to what."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from picketwire.facts import Stage

LinkKind = Literal["coverage", "strike"]
TextField = Literal["title", "summary", "body"]
StatementKind = Literal["demand", "ai_demand", "quote", "workers"]
SubjectKind = Literal["candidate", "stage", "link"]
VerdictWord = Literal["accepted", "rejected", "merged", "corrected", "later"]
TEXT_FIELDS: tuple[TextField, ...] = ("title", "summary", "body")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mention:
    """One naming of an organization: code points `[start, end)` of a field, and the name as written."""

    organization: str  # slug
    field: TextField
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One band of pay as linking compares it; None is an open or unstated end."""

    low: Decimal | None
    high: Decimal | None
    currency: str | None
    period: str | None
    field: str | None = None  # where the figures stand in a news item
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A news item as linking reads it; `day` is its publication, else the day it was first seen."""

    id: int
    source: str
    url: str | None
    canonical: str | None
    title: str
    summary: str
    body: str
    day: date
    tags: frozenset[str] = frozenset()
    pay: tuple[Figures, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[str, ...] = ()  # canonical addresses behind its words that may lead to a posting

    def text(self, field: str) -> str:
        """Return the text of `title`, `summary` or `body`."""
        return str(getattr(self, field))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A posting as linking reads it; `pay` holds only what the employer states."""

    id: int
    title: str
    canonical: str | None
    native_id: str | None
    requisition_id: str | None
    organization: str | None
    opened: date  # as the board states it, else the day it was first seen
    closed: date | None
    ai: bool  # tagged ai_role or ai
    pay: tuple[Figures, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What ties a posting to a news item or to a strike, how sure that is (0 to 1), and why in sentences."""

    kind: LinkKind
    posting: int
    item: int = 0  # of a news item
    strike: str = ""  # slug
    score: float
    reasons: tuple[str, ...]


MET = "The posting was open during the strike from"  # how the reasons begin that speak of days


def days_met(since: str, until: str | None, status: str) -> tuple[str, ...]:
    """Say on which days a posting and a strike met; these are the last reasons of a link between them.

    They follow from what was known at a time, unlike what ties the employer to the strike.
    """
    met = f"{MET} {since} {f'until {until}' if until else 'with no known end'}."
    open_ended = "No end of the strike is known, and nothing recent says that it goes on."
    return (met, open_ended) if status == "open-ended" else (met,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayQuestion:
    """Which news of some days, both included, names an employer with one of these amounts; None: with any."""

    employer: str
    amounts: frozenset[Decimal] | None
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A demand, a quote or a number of workers in a news item, and what it is about."""

    item: int
    kind: StatementKind
    field: TextField
    start: int  # code points of the field
    end: int
    text: str
    speaker: str | None = None  # as the text names them
    organization: str | None = None  # slug of whom they speak for, or who demands
    strike: str | None = None
    posting: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSpan:
    """Words of a news item that earned the tag of a stage of a strike."""

    item: int
    stage: str
    field: str
    start: int
    end: int
    rule: str = ""  # that put the tag there
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A strike as coverage tells of it: parties by slug or as named, and which item reports what."""

    slug: str
    name: str
    unions: tuple[str, ...]  # slugs, or names as written; empty where no item names one
    struck: tuple[str, ...]
    workers: tuple[str, ...]  # groups as written
    events: tuple[ReportedEvent, ...]
    items: tuple[int, ...]
    outlets: int
    strike: str | None = None  # slug of the strike on record that it is
    inferred: tuple[Inferred, ...] = ()  # those of `struck` that no report names
    trade: str = ""  # of the union's members, where those of another one strike by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A struck party that follows from whom the union bargains with, and the sentence that hints at it."""

    party: str  # slug
    union: str  # slug
    item: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEvent:
    """A step of a strike with its day, the sentence that says so and the item it stands in."""

    stage: Stage
    date: date
    item: int
    quote: str
    confirmed: bool = False  # a person said that it is so
    since: str | None = None  # instant of the correction before which nobody knew it so


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a news item is found by when others are held against it, as numbers of 32 bits."""

    day: date
    words: tuple[int, ...]  # the most telling ones
    copies: tuple[int, ...]  # parts of its text, its address, its postings


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event that two items or more report; `id` is the smallest id of its items."""

    id: int
    items: tuple[int, ...]  # in the order of their ids
    first_published_item: int
    first_seen_item: int
    credited: str | None = None  # slug of whom most items credit with the first report


_SUBJECT_FORMS: dict[SubjectKind, str] = {
    "candidate": "SLUG",
    "stage": "STAGE ADDRESS",
    "link": "POSTING ADDRESS",
}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What a person can judge, by natural keys that outlive a rebuild.

    `candidate SLUG`; `stage STAGE ADDRESS`, that the page at this address tells of this stage; `link
    POSTING ADDRESS`, that this page reports the posting with this key. No name holds white space.
    """

    kind: SubjectKind
    names: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join((self.kind, *self.names))

    @classmethod
    def read(cls, text: str) -> Subject:
        """Read what `str` wrote; ValueError says what a subject looks like."""
        word, *names = text.split() or [""]
        kind = next((kind for kind in _SUBJECT_FORMS if kind == word), None)
        if kind is None:
            raise ValueError(f"{text!r} is no subject: it begins with {', '.join(_SUBJECT_FORMS)}")
        if len(names) != len(_SUBJECT_FORMS[kind].split()):
            raise ValueError(f"{text!r} is no subject: write `{kind} {_SUBJECT_FORMS[kind]}`")
        return cls(kind, tuple(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided of a subject, and what the machine had said of it."""

    subject: Subject
    verdict: VerdictWord
    by: str
    at: str  # instant
    reason: str = ""
    question: str = ""  # subject of the question that was answered
    rule: str | None = None
    score: float | None = None
    target: str | None = None  # merged: slug of a strike or candidate, or key of a posting
    stage: Stage | None = None  # corrected
    date: date | None = None
    addresses: tuple[str, ...] = ()  # reports of a candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What one run of linking looked at and changed."""

    looked_at: int = 0  # items
    full: bool = False  # everything was linked anew
    new_links: int = 0
    removed_links: int = 0
    changed_links: int = 0  # another score or other reasons
    new_mentions: int = 0
    removed_mentions: int = 0
    new_stories: int = 0
    removed_stories: int = 0
    new_statements: int = 0
    removed_statements: int = 0
    employers: int = 0  # postings whose hiring organization was settled anew

    @property
    def changed(self) -> bool:
        """Whether the run changed any row."""
        counts = (self.new_links, self.removed_links, self.changed_links, self.new_mentions)
        more = (self.removed_mentions, self.new_stories, self.removed_stories, self.employers)
        return any((*counts, *more, self.new_statements, self.removed_statements))

    def followed_by(self, later: LinkReport) -> LinkReport:
        """Add up two runs."""
        counts = {
            f.name: getattr(self, f.name) + getattr(later, f.name) for f in fields(self) if f.name != "full"
        }
        return LinkReport(**counts, full=self.full or later.full)
