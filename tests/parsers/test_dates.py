"""Dates are read exactly or not at all; no guess ever looks like a fact."""

from __future__ import annotations

import json
import re
import string
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates.reading import read_day, read_instant
from picketwire.times import instant

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 02 May 2023 07:01:00 GMT", "2023-05-02T07:01:00Z"),
        ("Tue, 02 May 2023 00:01:00 -0700", "2023-05-02T07:01:00Z"),
        ("2 May 2023 07:01 UTC", "2023-05-02T07:01:00Z"),
        ("Tue,2 May 2023 07:01:00 Z", "2023-05-02T07:01:00Z"),
        ("Tuesday, 2nd May 2023 7:01am", "2023-05-02T07:01:00Z"),
        ("02-May-2023 07:01:00", "2023-05-02T07:01:00Z"),
        ("Tue, 02 May 23 07:01:00 GMT", "2023-05-02T07:01:00Z"),
        ("May 2, 2023, 12:05 a.m.", "2023-05-02T00:05:00Z"),
        ("May 2, 2023 at 12:05 PM", "2023-05-02T12:05:00Z"),
        ("Tue May  2 07:01:00 2023", "2023-05-02T07:01:00Z"),
        ("Tue May 02 2023 07:01:00 GMT+0200 (Central European Summer Time)", "2023-05-02T05:01:00Z"),
        ("2023-05-02T07:01:00.999Z", "2023-05-02T07:01:00Z"),
        ("2023-05-02T07:01+05:30", "2023-05-02T01:31:00Z"),
        ("2023-05-02 07:01:00", "2023-05-02T07:01:00Z"),
        ("2023-05-02", "2023-05-02T00:00:00Z"),
        ("20230502T070100Z", "2023-05-02T07:01:00Z"),
        ("20230502070100", "2023-05-02T07:01:00Z"),
        ("1683010860", "2023-05-02T07:01:00Z"),
        ("1683010860123", "2023-05-02T07:01:00Z"),
        ("2023-05-01T24:00:00Z", "2023-05-02T00:00:00Z"),
        ("Di, 02 Mai 2023 07:01:00 +0200", "2023-05-02T05:01:00Z"),
        ("mar., 02 mai 2023 07:01:00 +0000", "2023-05-02T07:01:00Z"),
        ("2 de mayo de 2023", "2023-05-02T00:00:00Z"),
        ("26 août 2023", "2023-08-26T00:00:00Z"),
        ("2 мая 2023", "2023-05-02T00:00:00Z"),
        ("2023年5月2日", "2023-05-02T00:00:00Z"),
        ("02.05.2023", "2023-05-02T00:00:00Z"),
        ("26/07/2023", "2023-07-26T00:00:00Z"),
        ("07/26/2023 4:20 pm PDT", "2023-07-26T23:20:00Z"),
        ("Sat, 11/04/2020", "2020-04-11T00:00:00Z"),  # only one of the two is a Saturday
        ("Fri, 31 Mar 2023 20:19:00 America/Los_Angeles", "2023-04-01T03:19:00Z"),
    ],
)
def test_a_date_that_says_what_it_means_is_read(text: str, expected: str) -> None:
    read = read_instant(text)
    assert read is not None
    assert instant(read) == expected


def test_a_region_means_the_hour_its_clocks_show() -> None:
    """PT in July is seven hours behind, in January eight."""
    assert read_instant("2023-07-01 10:00 PT") == datetime(2023, 7, 1, 17, tzinfo=UTC)
    assert read_instant("2023-01-01 10:00 PT") == datetime(2023, 1, 1, 18, tzinfo=UTC)


_DOUBTFUL = """
yesterday | 3 days ago | 12:30 | Wednesday | 2021-02-30 | 0000-00-00 | Tue, 29 Feb 2023 10:00:00 GMT
01/02/2023 | 01/02/23 10:00 | Sun, 16 Dec 2012 1:2:3:4 GMT | Sun, 16 zzz 2012 11:47:32 GMT | 22013 | 013
2013-01-27-01 | 2013-01-28T11:30:00-06:00Textra | 2003-12-31T25:14:55Z | 2003-12-31T10:61:55Z
2003-12-31T10:14:61Z | 9999-12-31T23:59:59-99:99 | 9999-12-31T23:59:59-14:00 | 0001-01-01T00:00:00+10:00
Mon, 06 Sep 2021 16:45:00 +99999999999 | Mon, 01 Jan 2007 10:00:00 IST | Wed, 02 Oct 2002 13:00:00 A
Sun, 12 Mar 2023 02:30:00 ET | Sun, 5 Nov 2023 01:30:00 ET | 2023-05-02 0:30 am | 5 Jun 2017 24:00 PDT
2 May 2023 10:00 Nowhere/Land | 2 May 2023 10:00 ../etc/passwd | 2023年5月2日 10:00
9999999999999 | 0000000001
"""


@pytest.mark.parametrize(
    "text", ["", " ", "x" * 10_000, "2023-" * 10_000, *re.split(r" \| |\n", _DOUBTFUL.strip())]
)
def test_what_is_doubtful_is_none(text: str) -> None:
    assert read_instant(text) is None


def test_a_day_is_the_one_written_wherever_that_was() -> None:
    assert read_day("2023-07-26T23:30:00-07:00") == date(2023, 7, 26)
    assert read_day("July 26, 2023") == date(2023, 7, 26)
    assert read_day("July 2023") is None
    assert read_day("01/02/2023") is None
    assert read_day(None) is None


_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_EARLY, _LATE = datetime(1, 1, 3), datetime(9999, 12, 29)  # noqa: DTZ001 -- Hypothesis adds the zone
_MOMENTS = st.datetimes(_EARLY, _LATE, timezones=_ZONES).map(lambda moment: moment.replace(microsecond=0))


@given(_MOMENTS)
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    assert read_instant(format_datetime(moment)) == moment
    assert read_instant(moment.isoformat()) == moment
    assert read_instant(moment.isoformat(" ")) == moment
    assert read_day(moment.isoformat()) == moment.date()


@given(st.one_of(st.text(max_size=60), st.text(string.digits + "-/:. TZ+,apmGMT", max_size=40)))
def test_any_text_is_a_whole_second_in_utc_or_none(text: str) -> None:
    read = read_instant(text)
    assert read is None or (read.utcoffset() == timedelta(0) and read.microsecond == 0)
    read_day(text)


@pytest.mark.data
def test_the_dates_of_other_projects(data: Path) -> None:
    """Of the strings that other parsers must read none is read wrong, and all but one form exactly."""
    cases = json.loads((data / "suites/derived/dates.json").read_text())
    unread = set()
    for case in cases:
        read, expected = read_instant(case["input"]), case["expect_utc"]
        if expected:
            assert read is None or instant(read) == expected, case
        elif not case["must_parse"]:
            assert read is None, case
        if case["must_parse"] and read is None:
            unread.add(case["input"])
    assert unread == {"03335"}  # the 335th day of 2003, or 1933, or a number
