"""Decide which postings a news item reports, with reasons that a person can check."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from picketwire.linkage import Link, PayQuestion
from picketwire.linking.coverage import figures
from picketwire.linking.coverage.reading import Reading, is_candidate
from picketwire.linking.coverage.role_words import AI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from picketwire.linkage import News, Opening
    from picketwire.linking.coverage.figures import Agreement
    from picketwire.linking.coverage.openings import Known, Openings
    from picketwire.linking.coverage.reading import About

BEFORE, AFTER = timedelta(days=14), timedelta(days=60)  # around the days on which a posting is open
NEWS_CYCLE = timedelta(days=45)
THRESHOLD = 0.6
# Share of the remaining doubt that each clue takes away.
_FIGURE = {"both": 0.75, "high": 0.5, "low": 0.2}
_NUMBER, _PHRASE, _ROLE, _TITLE, _AI_ROLE = 0.9, 0.6, 0.55, 0.25, 0.2
_VOTED, _UNDECIDED = (
    0.8,
    0.6,
)  # what is left of a score when others, or nobody, settled which posting is meant
_TWINS = 3  # postings of one title among which a title alone still says something


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What speaks for one posting in one news item."""

    item: int
    day: date
    opening: Opening
    employer: str  # slug that the item names
    score: float
    reasons: tuple[str, ...]
    telling: frozenset[str] = frozenset()  # words that set the role apart
    found: frozenset[str] = frozenset()  # those of them that the item uses
    agreement: Agreement | None = None
    pinned: bool = False  # by address or requisition id: nothing else matters
    titled: bool = False  # the whole title of the posting stands in the item

    @property
    def share(self) -> float:
        """Part of the telling words that the item uses."""
        return len(self.found) / len(self.telling) if self.telling else 0.0


def window(opening: Opening) -> tuple[date, date]:
    """Return the first and the last day on which a report can be about the posting."""
    last = date.max if opening.closed is None else opening.closed + AFTER
    return opening.opened - BEFORE, last


def in_window(opening: Opening, day: date) -> bool:
    """Whether a report of `day` can be about the posting."""
    first, last = window(opening)
    return first <= day <= last


def weigh(news: News, openings: Openings) -> tuple[Clues, ...]:
    """Collect what one news item has for each posting that it may report."""
    reading = Reading(news)
    found = {
        opening.id: _pinned(reading, opening, why, openings) for opening, why in _pins(reading, openings)
    }
    if is_candidate(news):
        for organization in sorted(reading.organizations):
            for clues in _of_employer(reading, organization, openings):
                found.setdefault(clues.opening.id, clues)
    return tuple(found[number] for number in sorted(found))


def _of_employer(reading: Reading, organization: str, openings: Openings) -> Iterator[Clues]:
    if organization not in openings.by_organization:
        return
    about = reading.about(frozenset({organization}))
    near: dict[int, Known] = {}
    for known in (
        *openings.at_pay(organization, reading.news.pay),
        *openings.titled(organization, about.words, about.phrase),
    ):
        if in_window(known.opening, reading.news.day):
            near[known.opening.id] = known
    twins = Counter(known.role.phrase for known in near.values())
    for known in near.values():
        clues = _clues(reading, about, known, organization, openings)
        if clues and _suffices(clues, twins[known.role.phrase]):
            yield clues


def _pins(reading: Reading, openings: Openings) -> list[tuple[Opening, tuple[float, str]]]:
    """Find the postings whose address, or number and employer, stand in the item; the surest last."""
    pins = []
    numbers = sorted(reading.numbers & openings.by_number.keys()) if openings.by_number else ()
    for number in numbers:
        for opening in openings.by_number[number]:
            if openings.line(opening) & reading.organizations:
                pins.append((opening, (_NUMBER, f"It gives the employer's number of the posting: {number}.")))
    for addresses, says in (
        (reading.leads, "The text links to the posting's address"),
        (reading.addresses, "It gives the address of the posting"),
    ):
        for address in sorted(addresses):
            at = openings.by_address.get(address, ())
            if len(at) <= _TWINS:  # else it is the address of a list
                pins += [(opening, (1.0, f"{says}: {address}")) for opening in at]
    return pins


def _pinned(reading: Reading, opening: Opening, why: tuple[float, str], openings: Openings) -> Clues:
    score, reason = why
    named = sorted(openings.line(opening) & reading.organizations)
    return Clues(
        item=reading.news.id,
        day=reading.news.day,
        opening=opening,
        employer=named[0] if named else opening.organization or "",
        score=score,
        reasons=(reason,),
        agreement=figures.best(reading.news.pay, opening.pay),
        pinned=True,
    )


def _clues(
    reading: Reading, about: About, known: Known, organization: str, openings: Openings
) -> Clues | None:
    opening, role = known.opening, known.role
    agreement = figures.best(reading.news.pay, opening.pay)
    found = role.telling & about.words
    titled = role.is_phrase and role.phrase in about.phrase
    if agreement is None and not titled:
        return None
    in_title = reading.in_title({organization})
    name = openings.name(organization)
    weights, reasons = [], [f"It names {name}{' in its title' if in_title else ''}."]
    if in_title:
        weights.append(_TITLE)
    if agreement:
        weights.append(_FIGURE[agreement.end])
        reasons.append(_figure_reason(agreement))
    if titled:
        weights.append(_PHRASE)
        reasons.append(f"It gives the title of the posting: {opening.title}.")
    elif found:
        share = len(found) / len(role.telling)
        weights += [_ROLE * share] if share >= 0.5 else []
        reasons.append(f"It uses words of the posting's title: {', '.join(sorted(found))}.")
    if "ai_role" in reading.news.tags and (AI in about.words or opening.ai):
        weights.append(_AI_ROLE)
        reasons.append("It is about a job in AI.")
    reasons.append(_window_reason(reading.news, opening))
    return Clues(
        item=reading.news.id,
        day=reading.news.day,
        opening=opening,
        employer=organization,
        score=_combined(weights),
        reasons=tuple(reasons),
        telling=role.telling,
        found=role.telling if titled else found,
        agreement=agreement,
        titled=titled,
    )


def _suffices(clues: Clues, twins: int) -> bool:
    """Whether the clues point to a posting at all.

    An upper figure does, and the whole title; a lower figure only with role words.
    """
    if clues.score < THRESHOLD:
        return False
    strong = clues.agreement is not None and clues.agreement.end != "low"
    by_words = (clues.titled or clues.share >= 2 / 3) and twins <= _TWINS
    return strong or by_words


def _combined(weights: Iterable[float]) -> float:
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - weight
    return round(1 - doubt, 3)


def _figure_reason(agreement: Agreement) -> str:
    amounts = " to ".join(figures.money(a, agreement.currency) for a in agreement.figures)
    which = {"both": "both ends", "high": "the upper end", "low": "the lower end"}[agreement.end]
    return f"It states {amounts}, {which} of the employer's own band."


def _window_reason(news: News, opening: Opening) -> str:
    until = f"closed {opening.closed}" if opening.closed else "was not known to be closed"
    return f"It appeared on {news.day}; the posting opened {opening.opened} and {until}."


def questions(clues: Iterable[Clues]) -> list[PayQuestion]:
    """Ask which other news of the same weeks decides, or is decided by, the choices in these clues."""
    return merged(
        PayQuestion(
            employer=c.employer,
            amounts=frozenset(c.agreement.figures),
            since=c.day - NEWS_CYCLE,
            until=c.day + NEWS_CYCLE,
        )
        for c in clues
        if c.agreement and c.agreement.end != "low"
    )


def merged(asked: Iterable[PayQuestion]) -> list[PayQuestion]:
    """Put questions about one employer into one that finds at least as much."""
    groups: dict[str, list[PayQuestion]] = defaultdict(list)
    for question in asked:
        groups[question.employer].append(question)
    return [
        PayQuestion(
            employer=employer,
            amounts=frozenset().union(*(q.amounts for q in same if q.amounts is not None))
            if all(q.amounts is not None for q in same)
            else None,
            since=min(q.since for q in same),
            until=max(q.until for q in same),
        )
        for employer, same in sorted(groups.items())
    ]


def choose(clues: Iterable[Clues]) -> tuple[Link, ...]:
    """Turn clues into links; where postings of one employer share a figure, find the one that an item means.

    The other end of the band decides first, then the words of the role, then the reports of the same
    weeks that do say which; if nothing does, the likeliest posting is linked with a lower score.
    """
    groups: dict[tuple[int, str], list[Clues]] = defaultdict(list)
    for each in clues:
        groups[each.item, each.employer].append(each)
    settled: list[Clues] = []
    open_questions: list[list[Clues]] = []
    for key in sorted(groups):
        decided, ties = _settle(groups[key])
        settled += decided
        open_questions += ties
    votes = _votes(settled)
    settled += [_vote(tied, votes) for tied in open_questions]
    best: dict[tuple[int, int], Clues] = {}
    for each in settled:
        pair = (each.opening.id, each.item)
        if pair not in best or each.score > best[pair].score:
            best[pair] = each
    return tuple(_link(best[pair]) for pair in sorted(best))


def _link(clues: Clues) -> Link:
    return Link(
        kind="coverage",
        posting=clues.opening.id,
        item=clues.item,
        score=round(clues.score, 3),
        reasons=clues.reasons,
    )


def _settle(group: list[Clues]) -> tuple[list[Clues], list[list[Clues]]]:
    """Split one item's clues for one employer into what is decided and the ties that nothing decides."""
    decided = [c for c in group if c.pinned or c.agreement is None]
    claimed: set[Decimal] = {a for c in decided if c.agreement for a in c.agreement.figures}
    ties: list[list[Clues]] = []
    rivals: dict[tuple[int, tuple[Decimal, ...]], list[Clues]] = defaultdict(list)
    for each in group:
        if each not in decided and each.agreement:
            rivals[each.agreement.rank, each.agreement.figures].append(each)
    for rank in (3, 2, 1):
        taken = {word for c in decided for word in c.found}
        amounts = set(claimed)
        for _, figure in sorted(key for key in rivals if key[0] == rank):
            same = [c for c in rivals[rank, figure] if not set(figure) <= claimed or _named_apart(c, taken)]
            won, tied = _decide(same)
            decided += won
            ties += [tied] if tied else []
            amounts |= set(figure) if same else set()
        claimed = amounts
    return decided, ties


def _decide(same: list[Clues]) -> tuple[list[Clues], list[Clues]]:
    """Choose between postings that agree with the same figures by the words of their titles."""
    if not same:
        return [], []
    strongest = max(_strength(c) for c in same)
    first = [c for c in same if _strength(c) == strongest]
    if len(first) > 1 and not _all_named(first):
        return [], first
    taken = {word for c in first for word in c.found}
    return [*first, *(c for c in same if c not in first and _named_apart(c, taken))], []


def _strength(clues: Clues) -> tuple[bool, float]:
    return clues.titled, round(clues.share, 3)


def _named_apart(clues: Clues, taken: set[str]) -> bool:
    """Whether an item that means another posting names this one as well, in words of its own."""
    return clues.titled or (clues.share == 1.0 and len(clues.found - taken) >= 2)


def _all_named(first: list[Clues]) -> bool:
    """Whether equally strong postings are each named in words of their own."""
    for each in first:
        others = {word for c in first if c is not each for word in c.telling}
        if not (each.share == 1.0 and len(each.found - others) >= 1):
            return False
    return True


def _votes(settled: Iterable[Clues]) -> Mapping[int, list[date]]:
    votes: dict[int, list[date]] = defaultdict(list)
    for each in settled:
        if each.agreement and each.agreement.end != "low":
            votes[each.opening.id].append(each.day)
    return votes


def _vote(tied: list[Clues], votes: Mapping[int, list[date]]) -> Clues:
    def count(clues: Clues) -> int:
        return sum(abs(day - clues.day) <= NEWS_CYCLE for day in votes.get(clues.opening.id, ()))

    def order(clues: Clues) -> tuple[int, float, int, str, str, int]:
        opening = clues.opening  # by its own words before its number, which depends on what came first
        distance = abs((clues.day - opening.opened).days)
        by_words = (opening.title, opening.canonical or opening.native_id or "")
        return (-count(clues), -clues.score, distance, *by_words, opening.id)

    chosen = min(tied, key=order)
    mine, others = count(chosen), max((count(c) for c in tied if c is not chosen), default=0)
    left, why = _UNDECIDED, "this one is a guess"
    if mine > others:
        left, why = _VOTED, f"{mine} reports of these weeks name this one"
    reason = f"It does not say which of {len(tied)} openings at this pay it means; {why}."
    return replace(chosen, score=chosen.score * left, reasons=(*chosen.reasons, reason))
