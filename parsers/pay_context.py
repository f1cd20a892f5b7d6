"""Decide from its surroundings whether a band is pay for the job, and what that pay covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from parsers.pay_currency import in_dollars
from parsers.pay_period import implied, period_before, period_within, plausible
from parsers.pay_words import (
    BASIS,
    COMPOUND,
    COMPOUND_HEAD,
    CONJUNCTION,
    CUE,
    LEADS_ALONE,
    ON_TOP,
    SEGMENT_END,
    TOPPED_UP,
    ZONE_END,
)

if TYPE_CHECKING:
    from parsers.pay_bands import Band
    from picketwire.records import Basis, CurrencyFrom, Period

_BRACKET = re.compile(r"^[ *]{0,2}\(([^()]*\))")  # one that a further figure cuts off is that figure's
Cue = Literal["yes", "maybe", "no"]
_ZONE = 60
_WINDOW = 240
# The least that full-time pay for a period comes to, in US dollars or their like.
_FULL_SIZE: dict[Period | None, int] = {
    "year": 10_000,
    "month": 1_000,
    "week": 250,
    "day": 120,
    "hour": 7,
    None: 15_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The words that belong to one band, and what was decided about the band before it in its sentence."""

    band: Band
    currency: str | None
    currency_from: CurrencyFrom
    before: str  # from the previous band, or the sentence's start
    after: str  # up to the next band, or the sentence's end
    heading: str = ""  # the line above, where it is short
    neighbour: bool | None = None
    whole: bool = False  # the text is hardly more than this band

    @property
    def zone(self) -> str:
        """The words after the band that still belong to it, those of a bracket right behind it included."""
        words = _BRACKET.sub(r"\1", self.after[:_ZONE])
        end = ZONE_END.search(words)
        return words[: end.start()] if end else words


def period_of_band(around: Surroundings) -> Period | None:
    """Return the period: written on the figures, after them, before them, or beyond doubt by their size."""
    band = around.band
    return (
        band.period
        or period_within(around.zone)
        or period_before(around.before[-_WINDOW:])
        or implied(band.figures, around.currency)
    )


def is_pay(around: Surroundings, period: Period | None) -> bool:
    """Whether the band states pay for the job that the text describes."""
    band = around.band
    if not plausible(band.figures, around.currency, period):
        return False
    after = _first_cue(around.zone)
    cue = after if after in {"no", "yes"} else _cue_before(around) or after
    if cue == "no":
        return False
    if not band.is_money:
        return cue == "yes" and _is_full_size(around, period) and _may_be_money(band)
    return cue == "yes" or _by_shape(around, period, maybe=cue == "maybe")


def _by_shape(around: Surroundings, period: Period | None, *, maybe: bool) -> bool:
    """Decide where no word names pay: by the size of the figures and how they stand."""
    band = around.band
    full = _is_full_size(around, period)
    alone = around.whole or _is_alone(around)
    if around.whole:
        return (
            band.is_range or band.period is not None or in_dollars(max(band.figures), around.currency) >= 500
        )
    if not maybe and around.neighbour is False and len(around.before) < 80:
        return False
    if around.currency is None and not band.period:
        return alone and full
    if alone or maybe or TOPPED_UP.match(around.after):
        return full
    return full and (band.is_range or band.period is not None)


def _is_full_size(around: Surroundings, period: Period | None) -> bool:
    return in_dollars(max(around.band.figures), around.currency) >= _FULL_SIZE[period]


def _may_be_money(band: Band) -> bool:
    """Whether bare numbers may be money, and are not years ("2019 - 2024") or the name of a form ("1099")."""
    if band.is_range:
        return not all(1900 <= figure <= 2100 for figure in band.figures)
    return max(band.figures) >= 10_000


def _is_alone(around: Surroundings) -> bool:
    """Whether the band fills its segment of a line that is cut by bars, bullets, dashes or brackets."""
    left = SEGMENT_END.split(around.before)[-1]
    right = SEGMENT_END.split(around.after, maxsplit=1)[0]
    return bool(LEADS_ALONE.fullmatch(left)) and not re.search(r"[^\W\d_]{2}", TOPPED_UP.sub("", right))


def _first_cue(words: str) -> Cue | None:
    found = CUE.search(words)
    return cast("Cue", found.lastgroup) if found else None


def _cue_before(around: Surroundings) -> Cue | None:
    """Return what the nearest telling word before the band says; other money counts only in its segment."""
    before = around.before[-_WINDOW:]
    segments = [part for part in SEGMENT_END.split(before) if re.search(r"[^\W\d_]", part)]
    near = segments[-1] if segments else ""
    cue = _last_cue(near)
    if cue is None and len(segments) > 1:
        wider = _last_cue(before)
        cue = wider if wider != "no" else None
    return cue or _last_cue(around.heading)


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


def basis_of(around: Surroundings, following: str) -> Basis:
    """Return what the band covers; `following` is the sentence after it, which may say so afterwards."""
    after = BASIS.search(around.zone)
    if after:
        return cast("Basis", after.lastgroup)
    named = [found.lastgroup for found in BASIS.finditer(around.before[-_WINDOW:])]
    if named:
        return cast("Basis", named[-1])
    if ON_TOP.match(around.after[:140]):
        return "base"
    in_heading = BASIS.search(around.heading)
    if in_heading:
        return cast("Basis", in_heading.lastgroup)
    later = (
        BASIS.search(following)
        if re.match(r"\W{0,3}(?:this|the|these)\b", following, re.IGNORECASE)
        else None
    )
    return cast("Basis", later.lastgroup) if later else "unknown"
