"""Find the links in an item's markup that may lead to a job posting: the words around them do not show where.

An address counts if its host, path or query speaks of jobs in a usual way, or if a job-board system of
ours knows it. Hardly one entry in a thousand holds such a link, so a look at the raw markup comes first.
"""

from __future__ import annotations

import html
import importlib
import re
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

from parsers.board import systems
from picketwire.urls import canonical, is_web_address, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parsers.board import Board

MOST_LINKS = 20  # of one item
LONGEST_ADDRESS = 2_000  # characters
_HREF = re.compile(r"href\s*+=\s*+([\"']?+[^\"'<>]++)")
# At least one of these, or the name of a system, is part of every address that counts; so are they of others.
_HINTS = (
    *("job", "career", "vaca", "position", "opening", "role", "opportunit", "requisition", "hiring", "apply"),
    *("recruit", "talent", "join", "work-", "req_id", "reqid", "posting", "_jid", "karriere", "stellen"),
    *("emplo", "empleo", "carriere", "werkenbij", "vagas", "lavora"),
)
_HOST = re.compile(
    r"(?:^|[.-])(?:jobs?|careers?|apply|hiring|recruit\w*|talent|vacanc\w+|karriere|stellen\w*|vacatures?|emplois?|"
    r"empleos?|carrieres?|werkenbij)(?=[.-]|$)|(?:jobs?|careers?)(?=\.|$)"
)
_OPENINGS = r"jobs?|positions?|openings?|vacanc(?:y|ies)|roles?|opportunit(?:y|ies)"
_PATH = re.compile(
    rf"/(?:(?:(?:open|current|remote|all|our|career|job)[-_]?)?(?:{_OPENINGS})|careers?|requisitions?|hiring|"
    r"job[-_]?(?:detail|posting|listing|description|board|search|view|ad|offer)s?|viewjob|careersection|"
    r"join-us|join-our-team|work-(?:with|for)-us|work-at-[\w-]+|we-?are-?hiring|karriere|"
    r"stellen(?:angebote?|anzeigen?)?|emplois?|carrieres?|empleos?|vacatures?|vagas|lavora-con-noi)"
    r"(?=[/.]|$)"
)
_QUERY = re.compile(
    r"(?:^|&)(?:(?:gh|ashby)_jid|(?:job|job_?req|req|requisition|opportunity|posting|position|vacancy)_?id)="
)


def job_links(base: str | None, *markups: str) -> tuple[str, ...]:
    """Return the canonical addresses behind the words of HTML texts that may lead to a posting, sorted.

    Relative links are resolved against `base`; of more than `MOST_LINKS` the first ones count.
    """
    hrefs = [href for markup in markups if "href" in markup or "HREF" in markup for href in _hrefs(markup)]
    return leading_to_jobs(base, hrefs) if hrefs else ()


def leading_to_jobs(base: str | None, hrefs: Iterable[str]) -> tuple[str, ...]:
    """Do as `job_links` for addresses that were found otherwise; one wrapped in another counts as well."""
    found = dict.fromkeys(_leading(base, hrefs))
    return tuple(sorted(list(found)[:MOST_LINKS]))


def _leading(base: str | None, hrefs: Iterable[str]) -> Iterator[str]:
    for href in hrefs:
        if address := resolve(base, href):
            for place in (address, *_wrapped(address)):
                if may_lead_to_job(place):
                    yield canonical(place)
                    break


def may_lead_to_job(address: str) -> bool:
    """Whether an absolute web address looks like that of a posting, a job board or a careers page."""
    try:
        parts = urlsplit(address.lower())
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return False
    if _HOST.search(host) or _PATH.search(path) or (parts.query and _QUERY.search(parts.query)):
        return True
    return any(name in host and _board(name).tenant_of(address) for name in _systems())


def _hrefs(markup: str) -> list[str]:
    """Return the links of a markup, unescaped, if any of them may count."""
    found = _HREF.findall(markup if "HREF" not in markup else markup.replace("HREF", "href"))
    together = " ".join(found).lower()
    if not any(hint in together for hint in _hints()):
        return []
    return [html.unescape(_value(raw)) for raw in found if len(raw) <= LONGEST_ADDRESS]


def _value(raw: str) -> str:
    """Return what stands between quotes, or up to the first white space without."""
    return raw[1:] if raw[0] in "\"'" else raw.split(None, 1)[0]


def _wrapped(address: str) -> Iterator[str]:
    """Yield the addresses that an address which counts clicks carries in its query."""
    if "?" in address and address.find("http", 8) > 0:
        values = (value for _, value in parse_qsl(urlsplit(address).query) if is_web_address(value))
        yield from filter(None, (resolve(None, value) for value in values))


@cache
def _hints() -> tuple[str, ...]:
    return (*_HINTS, *_systems())


@cache
def _systems() -> tuple[str, ...]:
    return systems()


@cache
def _board(system: str) -> Board:
    return cast("Board", importlib.import_module(f"parsers.boards.{system}"))
