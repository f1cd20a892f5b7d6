"""Read the small values of a configuration file; every ValueError says what to write instead."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from picketwire.urls import is_web_address, origin

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_BYTES = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The shape of BCP 47 as far as feeds use it: language, script, region, variants.
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z0-9]{5,8})*")


def slug(text: str) -> str:
    """Read a stable key: small letters, digits and single dashes."""
    if not _SLUG.fullmatch(text):
        better = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        hint = f", for instance {better}" if better else ""
        raise ValueError(f'"{text}" is no slug: write small letters a-z, digits and dashes{hint}')
    return text


def web_address(text: str) -> str:
    """Read an absolute http or https address with a host and a possible port."""
    try:
        usable = is_web_address(text) and bool(origin(text)) and not re.search(r"\s", text)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f'"{text}" is no web address: write it whole, like https://example.org/feed')
    return text


def day(text: str) -> date:
    """Read a calendar day."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f'"{text}" is no day of the calendar') from error
    raise ValueError(f'"{text}" is no date: write YYYY-MM-DD, like 2023-05-02')


def duration(text: str) -> timedelta:
    """Read a span of time with its unit: `30m`, `2h`, `1h30m`, `1d`."""
    parts = _DURATION.findall(text)
    if parts and re.fullmatch(rf"(?:{_DURATION.pattern}\s*)+", text):
        seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
        if 0 < seconds <= 366 * 86400:
            return timedelta(seconds=seconds)
        raise ValueError(f'"{text}" is out of bounds: write more than 0 and no more than a year')
    raise ValueError(f'"{text}" is no duration: write a number and s, m, h or d, like 30m, 2h or 1d')


def seconds(text: str) -> float:
    """Read seconds: a bare number or a duration with its unit; 0 is allowed."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    return duration(text).total_seconds()


def limit(text: str) -> float:
    """Read seconds that are more than 0."""
    if not (number := seconds(text)):
        raise ValueError("a limit of 0 seconds lets nothing through: write more than 0")
    return number


def one_line(text: str) -> str:
    """Read a text that can stand in an HTTP header: one line of printable ASCII characters."""
    if not re.fullmatch(r"[ -~]+", text.strip()):
        raise ValueError(f"{text!r} cannot stand in a header: write one line of plain ASCII characters")
    return text.strip()


def size(text: str) -> int:
    """Read a number of bytes: `5 MiB`, `512KiB`, `1000 B`."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(B|KiB|MiB|GiB)", text)
    if not match or not (number := int(float(match[1]) * _BYTES[match[2]])):
        raise ValueError(f'"{text}" is no size: write a number and B, KiB, MiB or GiB, like 5 MiB')
    return number


def whole(text: str) -> int:
    """Read a whole number from 1."""
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise ValueError(f'"{text}" is no whole number from 1')
    return int(text)


def amount(text: str) -> Decimal:
    """Read a decimal number that is not negative; `300000` and `300_000` are the same."""
    try:
        number = Decimal(text) if re.fullmatch(r"[\d_]+(?:\.\d+)?", text) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_nan():
        raise ValueError(f'"{text}" is no amount: write digits alone, like 300000 or 25.50')
    return number


def flag(text: str) -> bool:
    """Read true or false."""
    if text.lower() not in {"true", "false"}:
        raise ValueError(f'"{text}" is neither true nor false')
    return text.lower() == "true"


def language(text: str) -> str:
    """Read a language tag by its shape."""
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f'"{text}" is no language tag: write it like en, en-GB or zh-Hant')
    return text


def country(text: str) -> str:
    """Read a two-letter country code by its shape."""
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise ValueError(f'"{text}" is no country code: write two capitals, like US, GB or DE')
    return text


def currency(text: str) -> str:
    """Read a three-letter currency code by its shape."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise ValueError(f'"{text}" is no currency code: write three capitals, like USD or EUR')
    return text


def host_port(text: str) -> tuple[str, int]:
    """Read `host:port` (an IPv6 address in brackets) as (host in small letters, port)."""
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]@]+):(\d{1,5})", text)
    if not match or not 0 < int(match[2]) < 65536:
        raise ValueError(f'"{text}" is no host:port: write it like 127.0.0.1:8080 or [::1]:8080')
    return match[1].strip("[]").lower(), int(match[2])
