"""The forms in which people write dates, and what each states; strict: a form fits whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from parsers.dates.words import MONTHS, WEEKDAYS, bare

_LONGEST = 120  # characters; no date is longer, and no pattern is given more

_WEEKDAY = r"(?:(?P<weekday>[^\W\d_]+)(?:\.?,\s*|\.?\s+))?"
_MONTH = r"(?P<month>[^\W\d_]{3,})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?:\s*(?P<half>[ap])\.?m\b\.?)?"
)
_ZONE = r"(?P<zone>(?:utc|gmt)?\s*[+-]\d{1,2}:?\d\d(?:\s*z)?|[a-z][a-z_]*(?:/[a-z_]+){0,2})"
_CLOCK_AND_ZONE = rf"{_CLOCK}(?:\s*{_ZONE})?"
_TAIL = rf"(?:[\s,]*(?:-|at|um|a las|t|\s)\s*{_CLOCK})?(?:\s*{_ZONE})?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2003-12-31, 2003-12-31 10:14, 2004-július-13T9:15-05:00, Fri, 2003/12/31 10:14:55 EDT
        (
            rf"{_WEEKDAY}(?P<year>\d{{4}})[-/.](?:0?(?P<number>\d{{1,2}})|{_MONTH})[-/.]{_DAY}"
            rf"(?:(?:t|\s)\s*{_CLOCK_AND_ZONE})?"
        ),
        # Mon, 16th Nov 2020 13:16:28 GMT; 5 August, 2019; 26 de julio de 2023; 01-Jan-2004
        rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th|er|\.)?[\s-]*(?:de\s+|of\s+)?{_MONTH},?[\s-]*(?:de\s+)?{_YEAR}{_TAIL}",
        # Friday, December 22, 2017 - 3:09pm; Nov. 16, 2020, 10:57 a.m.
        rf"{_WEEKDAY}{_MONTH}\s*{_DAY}(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TAIL}",
        # Sun Jan  4 16:29:06 2004; Sun Jul 15 01:16:00 +0000 2012
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK_AND_ZONE}\s+(?P<year>\d{{4}})",
        # 26/06/2020, 30.10.23, Sat, 11 04 2020: which is the day, `_day_and_month` finds out or gives up
        rf"{_WEEKDAY}(?P<one>\d{{1,2}})(?P<sign>[/. ])(?P<two>\d{{1,2}})(?P=sign){_YEAR}{_TAIL}",
        # 20210906T164500Z, 20210906164500, 20210906
        (
            r"(?P<year>\d{4})(?P<number>\d\d)(?P<day>\d\d)"
            rf"(?:t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?:\s*{_ZONE})?)?"
        ),
        # 2004-05-25 오후 11:23:17, 2004년 05월 28일 01:31:15: Korean portals, which mean Seoul
        (
            r"(?P<year>\d{4})(?:-|년\s*)(?P<number>\d{1,2})(?:-|월\s*)(?P<day>\d{1,2})(?P<seoul>일|\s)\s*"
            r"(?P<noon>오전|오후)?\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
        ),
        # 2023年12月25日; a time after it names no zone and the language none either
        r"(?P<year>\d{4})[年년]\s*(?P<number>\d{1,2})[月월]\s*(?P<day>\d{1,2})[日일]",
        # November 2020; 2003-12; 2003
        rf"{_MONTH},?\s+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})(?:-(?P<number>\d\d))?",
        # The short forms of ISO 8601:1988, year first: 03-12-31, 031231, -03-12, -0312
        r"(?P<year>\d\d)(?P<dash>-?)(?P<number>\d\d)(?P=dash)(?P<day>\d\d)",
        r"-(?P<year>\d\d)-?(?P<number>\d\d)",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a text says of a point in time, before any zone is applied."""

    day: date
    clock: time | None
    zone: str  # as written, in lower case; "" where none is
    whole_day: bool  # False where only a month or a year is stated
    next_day: bool = False  # 24:00 of ISO 8601: midnight at the end of `day`


def stated(text: str) -> Stated | None:
    """Return what `text` states, or None if no form fits it whole or what it says cannot be."""
    if len(text) > _LONGEST:
        return None
    text = re.sub(r"\s*\([^()]*\)$", "", bare(" ".join(text.split())))
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None and (found := _meaning(match.groupdict())) is not None:
            return found
    return None


def _meaning(parts: dict[str, str | None]) -> Stated | None:
    weekday = parts.get("weekday")
    if weekday is not None and weekday not in WEEKDAYS:
        return None
    try:
        day = _date(parts)
        clock, next_day = _clock(parts)
    except ValueError:
        return None
    if day is None:
        return None
    return Stated(
        day=day,
        clock=clock,
        zone=(parts.get("zone") or "") if not parts.get("seoul") else "kst",
        whole_day="day" in parts or "one" in parts,
        next_day=next_day,
    )


def _date(parts: dict[str, str | None]) -> date | None:
    year = _year(parts["year"] or "")
    if parts.get("one"):
        return _day_and_month(year, parts)
    if parts.get("month"):
        month = MONTHS.get(parts["month"] or "")
        if month is None:
            return None
    else:
        month = int(parts.get("number") or 1)
    return date(year, month, int(parts.get("day") or 1))


def _year(digits: str) -> int:
    """Read two digits as RFC 2822 does: up to 49 in this century, from 50 in the last."""
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year < 50 else 1900
    return year


def _day_and_month(year: int, parts: dict[str, str | None]) -> date | None:
    """Tell day from month by what is possible, then by the weekday; dots always put the day first."""
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    orders = {(one, two)} if parts["sign"] == "." else {(one, two), (two, one)}
    possible = {date(year, month, day) for day, month in orders if 0 < month <= 12 and 0 < day <= 31}
    if len(possible) > 1 and parts.get("weekday"):
        wanted = WEEKDAYS[parts["weekday"] or ""]
        possible = {day for day in possible if day.weekday() in wanted}
    return possible.pop() if len(possible) == 1 else None


def _clock(parts: dict[str, str | None]) -> tuple[time | None, bool]:
    """Return the time of day, and whether it is the 24:00 that ends the day; ValueError if it cannot be."""
    if not parts.get("hour"):
        return None, False
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = {"오전": "a", "오후": "p"}.get(parts.get("noon") or "", parts.get("half"))
    if half and hour <= 12:
        if hour == 0:
            raise ValueError("there is no 0 o'clock with a.m. or p.m.")
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and not half:
        if (minute, second) == (0, 0):
            if parts.get("month"):  # a clock from 1 to 24 means the day's start by it, ISO 8601 its end
                raise ValueError("24:00 of which day?")
            return time(0), True
        hour = 0  # only a clock from 1 to 24 (Java's "kk") writes 24:05
    return time(hour, minute, second), False
