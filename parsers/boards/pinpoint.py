"""Pinpoint career sites, through their JSON list: one answer holds a board with its texts.

Known from a recorded answer and public collectors. Pay is a field of its own that the employer can hide.
The list does not say when a posting opened.
"""

from __future__ import annotations

import re

from parsers.board_parts.item import answer, finished, text_of
from parsers.board_parts.json_values import Node, not_ours, read_json
from parsers.board_parts.url import base, host_and_path
from parsers.board_parts.values import address, band, period_in, remote_in, written_day, written_pay
from picketwire.records import Item, Parsed, Pay, Posting, Request
from picketwire.urls import resolve

LIMITS = ("The list does not say when a posting opened.",)
_SECTIONS = ("key_responsibilities", "skills_knowledge_expertise", "benefits")


def first(tenant: str, origin: str | None) -> Request:
    """Ask for the whole board."""
    return Request(url=f"{base(origin, f'https://{tenant}.pinpointhq.com')}/postings.json")


def read(body: bytes, request: Request) -> Parsed:
    """Read a board."""
    data = read_json(body, "Pinpoint")
    if not data["data"].is_list or any(
        "/postings/" not in job.first("url", "path").raw for job in data["data"]
    ):
        raise not_ours(body, "Pinpoint")
    return answer("pinpoint", data["data"], lambda job: _item(job, request))


def tenant_of(url: str) -> tuple[str, str | None] | None:
    """Read the site's name out of its host."""
    found = re.match(r"([\w-]+)\.pinpointhq\.com(?:/|$)", host_and_path(url))
    return (found[1], None) if found and found[1] not in {"www", "app"} else None


def _item(job: Node, request: Request) -> Item:
    about, where = job["job"], job["location"]
    sections = (f"<h3>{job[f'{name}_header'].raw}</h3>{job[name].raw}" for name in _SECTIONS if job[name])
    item = Item(
        kind="posting",
        native_id=job["id"].text,
        title=job["title"].text,
        url=resolve(request.url, job.first("url", "path").raw),
        body=text_of(job["description"].raw, *sections),
        categories=(about["division"].label("name"),),
        posting=Posting(
            department=about["department"].label("name"),
            team=about["division"].label("name"),
            locations=(where["name"].text, address(where["city"].text, where["province"].text)),
            remote=remote_in(job["workplace_type"].text, job["workplace_type_text"].text),
            employment_type=job["employment_type_text"].text or job["employment_type"].text,
            requisition_id=about["requisition_id"].text or None,
            pay=_pay(job),
            closes=written_day(job["deadline_at"].text),
        ),
    )
    return finished(item, job.value)


def _pay(job: Node) -> tuple[Pay, ...]:
    if job["compensation_visible"].value is False:
        return ()
    words, period = job["compensation"].text, period_in(job["compensation_frequency"].text)
    low, high = job["compensation_minimum"].amount, job["compensation_maximum"].amount
    return band(low, high, job["compensation_currency"].text, period, words=words) or written_pay(words)
