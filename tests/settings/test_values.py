"""The small values of configuration files: what is accepted, and what an error tells the writer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from picketwire.settings import values

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (values.slug, "netflix-jobs", "netflix-jobs"),
        (values.slug, "404-media", "404-media"),
        (values.web_address, "https://x.example:8443/a?b=c#d", "https://x.example:8443/a?b=c#d"),
        (values.web_address, "http://127.0.0.1:8000/feed", "http://127.0.0.1:8000/feed"),
        (values.web_address, "http://[::1]:8000/", "http://[::1]:8000/"),
        (values.day, "2024-02-29", date(2024, 2, 29)),
        (values.duration, "30m", timedelta(minutes=30)),
        (values.duration, "1h30m", timedelta(minutes=90)),
        (values.duration, "1.5h", timedelta(minutes=90)),
        (values.duration, "1 d", timedelta(days=1)),
        (values.duration, "45s", timedelta(seconds=45)),
        (values.seconds, "0", 0.0),
        (values.seconds, "0.2", 0.2),
        (values.seconds, "2m", 120.0),
        (values.limit, "20", 20.0),
        (values.size, "5 MiB", 5 * 2**20),
        (values.size, "512KiB", 2**19),
        (values.size, "1.5 GiB", 3 * 2**29),
        (values.whole, "12", 12),
        (values.amount, "300_000", Decimal(300000)),
        (values.amount, "25.50", Decimal("25.50")),
        (values.amount, "0", Decimal(0)),
        (values.flag, "true", True),
        (values.flag, "False", False),
        (values.language, "zh-Hant-TW", "zh-Hant-TW"),
        (values.language, "es-419", "es-419"),
        (values.country, "NO", "NO"),
        (values.currency, "USD", "USD"),
        (values.host_port, "LOCALHOST:80", ("localhost", 80)),
        (values.host_port, "[::1]:8080", ("::1", 8080)),
        (values.one_line, " me@example.org ", "me@example.org"),
    ],
)
def test_values_are_read(reader: Callable[[str], Any], text: str, value: object) -> None:
    assert reader(text) == value


@pytest.mark.parametrize(
    ("reader", "text", "cure"),
    [
        (values.slug, "Netflix Jobs", "for instance netflix-jobs"),
        (values.slug, "-a", "for instance a"),
        (values.slug, "a--b", "for instance a-b"),
        (values.slug, "été", "a-z"),
        (values.slug, "", "a-z"),
        (values.web_address, "www.example.org/feed", "https://"),
        (values.web_address, "ftp://example.org", "https://"),
        (values.web_address, "javascript:alert(1)", "https://"),
        (values.web_address, "https://", "https://"),
        (values.web_address, "https://a b.example/", "https://"),
        (values.web_address, "https://x.example:port/", "https://"),
        (values.web_address, "https://x.example:99999/", "https://"),
        (values.web_address, "https://[::1/", "https://"),
        (values.day, "2023-02-29", "no day of the calendar"),
        (values.day, "02.05.2023", "YYYY-MM-DD"),
        (values.day, "2023-5-2", "YYYY-MM-DD"),
        (values.day, "20230502", "YYYY-MM-DD"),
        (values.day, "2023-W18-2", "YYYY-MM-DD"),
        (values.duration, "30", "s, m, h or d"),
        (values.duration, "half an hour", "s, m, h or d"),
        (values.duration, "30m later", "s, m, h or d"),
        (values.duration, "-1h", "s, m, h or d"),
        (values.duration, "0m", "more than 0"),
        (values.duration, "9999999w", "no more than a year"),
        (values.limit, "0", "more than 0"),
        (values.size, "5", "MiB"),
        (values.size, "5 MB", "MiB"),
        (values.size, "0 B", "MiB"),
        (values.whole, "0", "from 1"),
        (values.whole, "2.5", "from 1"),
        (values.whole, "²", "from 1"),
        (values.amount, "$300,000", "digits alone"),
        (values.amount, "-5", "digits alone"),
        (values.amount, "_", "digits alone"),
        (values.amount, "NaN", "digits alone"),
        (values.flag, "yes", "true nor false"),
        (values.language, "english", "en-GB"),
        (values.language, "en_US", "en-GB"),
        (values.country, "us", "two capitals"),
        (values.country, "USA", "two capitals"),
        (values.currency, "$", "three capitals"),
        (values.host_port, "localhost", "127.0.0.1:8080"),
        (values.host_port, "localhost:0", "127.0.0.1:8080"),
        (values.host_port, "http://localhost:80", "127.0.0.1:8080"),
        (values.host_port, "::1:80", "127.0.0.1:8080"),
        (values.one_line, "a\r\nX-Evil: 1", "one line"),
        (values.one_line, "über@example.org", "ASCII"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(reader: Callable[[str], Any], text: str, cure: str) -> None:
    with pytest.raises(ValueError, match=re.escape(cure)):
        reader(text)
