"""Decide from its surroundings whether a band is pay for the job, and what that pay covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from parsers.pay.currency import in_dollars
from parsers.pay.period import implied, period_within, periods_before, plausible
from parsers.pay.press import SPREAD, is_average_of_jobs, is_purchase, whose
from parsers.pay.words import (
    ADDED,
    ALL_IN_SALARY,
    ALSO,
    BASIS,
    BY_EXPERIENCE,
    COMPOUND,
    COMPOUND_HEAD,
    CONJUNCTION,
    COUNTS,
    CUE,
    JOB,
    LAKHS_PER_ANNUM,
    LEADS_ALONE,
    NAMED,
    NAMES_BASIS,
    NEXT_RUNG,
    ON_TOP,
    PER_PIECE,
    PER_THING,
    POST_FOLLOWS,
    RISES_TO,
    ROLE_FOLLOWS,
    ROLE_LEADS,
    SEGMENT_EDGE,
    SEGMENT_START,
    TOPPED_UP,
    ZONE_END,
)

if TYPE_CHECKING:
    from parsers.pay.bands import Band
    from picketwire.records import Basis, CurrencyFrom, Period

# A bracket that a further figure cuts off is that figure's; a plus sign may only have opened the range.
_LEAD_IN = re.compile(r"^(?:[ *]{0,2}\(([^()]*\))|\+ ?(?=salary|base|total|OTE))", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:in an?|in the|in our|for|of)\b")
Cue = Literal["yes", "maybe", "no"]
_ZONE = 60
_WINDOW = 240
# The least that full-time pay for a period comes to, in US dollars or their like.
_FULL_SIZE: dict[Period | None, int] = {
    "year": 10_000,
    "month": 1_000,
    "week": 250,
    "day": 120,
    "hour": 5,
    None: 15_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The words that belong to one band, and what was decided about the band before it in its sentence."""

    band: Band
    words: str  # the band as written
    currency: str | None
    currency_from: CurrencyFrom
    before: str  # from the previous band, or the sentence's start
    after: str  # up to the next band, or the sentence's end
    heading: str = ""  # the line above, where it is short
    neighbour: bool | None = None
    neighbour_basis: Basis | None = None
    whole: bool = False  # the text is hardly more than this band
    is_press: bool = False  # an article's text, where most money is not pay

    @property
    def zone(self) -> str:
        """The words after the band that still belong to it, those of a bracket right behind it included."""
        words = _LEAD_IN.sub(r"\1", self.after[:_ZONE])
        end = ZONE_END.search(words)
        return words[: end.start()] if end else words


def period_of_band(around: Surroundings) -> Period | None:
    """Return the period: written on the figures, after them, before them, or beyond doubt by their size."""
    if PER_PIECE.match(around.after):
        return around.band.period
    return _written(around) or implied(around.band.figures, around.currency)


def _written(around: Surroundings) -> Period | None:
    band = around.band
    if band.period:
        return band.period
    named = [period_within(around.zone), *periods_before(around.before[-_WINDOW:])]
    # "Annual salary or hourly pay: $98,000 - $137,000" names both; the figures tell which.
    return next((it for it in named if it and plausible(band.figures, around.currency, it)), None)


def is_pay(around: Surroundings, period: Period | None) -> bool:
    """Whether the band states pay for the job that the text describes."""
    band = around.band
    if not plausible(band.figures, around.currency, period) or _is_other_money(around):
        return False
    if around.neighbour and not band.is_range and ADDED.fullmatch(around.before):
        return False
    full = _is_full_size(around, period)
    paid_for = NAMES_BASIS.match(around.zone) or PER_PIECE.match(around.after)
    after = "yes" if paid_for or LAKHS_PER_ANNUM.search(around.words) else _first_cue(around.zone)
    cue = after if after in {"no", "yes"} else _cue_before(around) or after
    if cue == "no" and (after == "no" or around.is_press or not (full and _looks_like_an_opening(around))):
        return False
    if not band.is_money:
        return cue == "yes" and full and _is_named(around)
    if cue == "yes":
        return True
    return _by_shape(around, full=full, maybe=cue == "maybe")


def _is_other_money(around: Surroundings) -> bool:
    """Whether it is the price of a thing, or in an article what somebody else earns."""
    if PER_THING.match(around.after):
        return True
    band, before, after = around.band, around.before, around.after
    if not around.is_press:
        return False
    return whose(before, around.words, after) != "job" or (
        not (band.is_range or band.period) and is_purchase(before, after)
    )


def is_average(around: Surroundings, period: Period | None, *, behind_average: bool) -> bool:
    """Whether an article gives a band as the average of such jobs, or as the spread behind an average."""
    band = around.band
    if not (around.is_press and band.is_money and plausible(band.figures, around.currency, period)):
        return False
    if not _is_full_size(around, period):
        return False
    if behind_average and band.is_range and SPREAD.fullmatch(around.before):
        return True
    return is_average_of_jobs(around.before, around.words, around.after)


def _by_shape(around: Surroundings, *, full: bool, maybe: bool) -> bool:
    """Decide where no word names pay: by the size of the figures and how they stand."""
    band = around.band
    if around.whole and _is_alone(around):
        return band.is_range or bool(band.period) or in_dollars(max(band.figures), around.currency) >= 150
    if around.neighbour and RISES_TO.fullmatch(around.before):
        return True
    if not full or (not maybe and around.neighbour is False and len(around.before) < 80):
        return False
    again = around.neighbour is True and bool(
        ALSO.fullmatch(around.before) or NEXT_RUNG.fullmatch(around.before)
    )
    speaks_of_a_job = bool(JOB.search(f"{around.heading} {around.before} {around.after}"))
    is_told = _looks_like_an_opening(around) or _told_by_what_follows(around)
    if again or (is_told and (maybe or speaks_of_a_job or band.is_range or not around.is_press)):
        return True
    unmarked = around.currency is None and not band.period
    if around.is_press:
        names_it = bool(band.period and POST_FOLLOWS.match(around.after))
        return not unmarked and (names_it or (maybe and speaks_of_a_job))
    heads_the_line = band.high is None and not re.search(r"[^\W\d_]", around.before)
    usual = not unmarked and (maybe or band.is_range or band.period is not None)
    return usual or heads_the_line or _is_alone(around)


def _told_by_what_follows(around: Surroundings) -> bool:
    return bool(ROLE_FOLLOWS.match(around.after[:_ZONE]) or BY_EXPERIENCE.match(around.after[:_ZONE]))


def _looks_like_an_opening(around: Surroundings) -> bool:
    """Whether the figures stand right behind a job's name or before what is paid on top of them."""
    found = ROLE_LEADS.search(around.before[-_ZONE:])
    # "sued the editor for $2 million"
    leads = found and (not found["price"] or around.band.is_range or around.band.period)
    return bool(leads or TOPPED_UP.match(around.after))


def _is_full_size(around: Surroundings, period: Period | None) -> bool:
    if period == "hour" and not _written(around):
        return False  # "$20 - $50" may be the price of anything
    return in_dollars(max(around.band.figures), around.currency) >= _FULL_SIZE[period]


def _is_named(around: Surroundings) -> bool:
    """Whether bare numbers stand right behind a word for pay, and are no years or counts."""
    band = around.band
    if COUNTS.match(around.after) or all(1900 <= figure <= 2100 for figure in band.figures):
        return False
    if band.is_range:
        return True
    before = around.before[-_ZONE:]
    cues = list(CUE.finditer(before))
    named = bool(cues) and NAMED.fullmatch(before, cues[-1].end()) is not None
    return named and (band.period is not None or max(band.figures) >= 10_000)


def _is_alone(around: Surroundings) -> bool:
    """Whether the band fills its segment of a line that is cut by bars, bullets, dashes or brackets."""
    left = SEGMENT_EDGE.split(around.before)[-1]
    right = SEGMENT_EDGE.split(around.after, maxsplit=1)[0]
    return bool(LEADS_ALONE.fullmatch(left)) and not re.search(r"[^\W\d_]{2}", TOPPED_UP.sub("", right))


def _first_cue(words: str) -> Cue | None:
    found = CUE.search(words)
    return cast("Cue", found.lastgroup) if found else None


def _cue_before(around: Surroundings) -> Cue | None:
    """Return what the nearest telling word before the band says; other money counts only in its segment."""
    before = around.before[-_WINDOW:]
    cue = _last_cue(_own_segment(before))
    if cue is None:
        wider = _last_cue(before)
        cue = wider if wider != "no" else None
    return cue or _last_cue(around.heading)


def _own_segment(before: str) -> str:
    """Return the segment right before the band; behind a dash or bracket also the one that it hangs on."""
    cuts = list(SEGMENT_START.finditer(before))
    while cuts and _says_nothing(before[cuts[-1].end() :]):
        if cuts.pop()[0].strip() in {"|", "•", "·"}:
            break
    else:
        return before[cuts[-1].end() :] if cuts else before
    return ""


def _says_nothing(segment: str) -> bool:
    """Whether the words between a cut and the figures are none, or "up to" and the like."""
    return LEADS_ALONE.fullmatch(segment) is not None or not re.search(r"[^\W\d_]", segment)


def _last_cue(words: str) -> Cue | None:
    """Return the last cue that stands for itself: "salary plus bonus:" is about the salary."""
    last: Cue | None = None
    end = 0
    for found in CUE.finditer(words):
        cue = cast("Cue", found.lastgroup)
        if last is None or not _follows(
            last, words[end : found.start()], cue, found[0], words[: found.start()]
        ):
            last = cue
        end = found.end()
    return last


def _follows(last: Cue, gap: str, cue: Cue, word: str, before: str) -> bool:
    """Whether a cue only belongs to the one before it, so that that one still counts."""
    if last == "yes":
        return cue == "maybe" or (cue == "no" and CONJUNCTION.search(before) is not None)
    return last == "no" and bool(COMPOUND.fullmatch(gap) and COMPOUND_HEAD.fullmatch(word))


def named_basis(around: Surroundings) -> Basis | None:
    """Return what the band covers where a word beside it says so; behind it counts before in front of it."""
    behind = BASIS.search(_OF_ANOTHER.split(around.zone)[0]) or BASIS.search(around.words)
    if behind:
        return cast("Basis", behind.lastgroup)
    named = [found.lastgroup for found in BASIS.finditer(around.before[-_WINDOW:])]
    return cast("Basis", named[-1]) if named else None


def basis_elsewhere(around: Surroundings, preceding: str, following: str) -> Basis:
    """Return what the band covers by the text around its sentence, or by what comes on top of it."""
    if ALL_IN_SALARY.search(preceding):
        return "total"
    if ON_TOP.match(around.after[:140]):
        return "base"
    later = following if re.match(r"\W{0,3}(?:this|the|these)\b", following, re.IGNORECASE) else ""
    named = BASIS.search(around.heading) or BASIS.search(later)
    return cast("Basis", named.lastgroup) if named else "unknown"
