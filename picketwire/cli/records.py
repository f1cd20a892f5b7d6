"""`picketwire parse`, `tag` and `pay`: the parsers and the tagger on files and JSON lines."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from picketwire.errors import PicketwireError
from picketwire.times import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from picketwire.records import Item, Parsed, Pay


@click.command("parse")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default=None, help="Address the file came from; links are resolved against it.")
@click.option("--content-type", default=None, help="Content-Type it came with.")
@click.option("--as", "hint", default=None, help="feed, sitemap, page, article, or a job-board system.")
def parse_command(file: Path, url: str | None, content_type: str | None, hint: str | None) -> None:
    """Read FILE with any parser, in a process with limits; print one JSON object per item.

    A document that cannot be read prints nothing here, one line on stderr, and exits with 1.
    """
    parsed = asyncio.run(_parse(file.read_bytes(), url or file.absolute().as_uri(), content_type, hint))
    if not parsed.readable:
        reason = parsed.problems[0].what if parsed.problems else "it cannot be read"
        click.echo(f"{file}: {reason}", err=True)
        sys.exit(1)
    for item in parsed.items:
        click.echo(json.dumps(item_json(item), ensure_ascii=False))
    for problem in parsed.problems:
        click.echo(f"{file}: {problem.where}: {problem.what}", err=True)


async def _parse(body: bytes, url: str, content_type: str | None, hint: str | None) -> Parsed:
    from dataclasses import replace  # noqa: PLC0415

    from picketwire.pipeline.job import Job  # noqa: PLC0415 -- the parsers cost a third of a second
    from picketwire.pipeline.workers import Workers  # noqa: PLC0415
    from picketwire.records import Request, Source  # noqa: PLC0415
    from picketwire.settings.settings import Settings  # noqa: PLC0415
    from picketwire.tagging.definitions import RuleSet  # noqa: PLC0415

    limits = Settings()
    source = Source(slug="file", kind="feed", name="file")
    job = Job(
        source=source, body=body, url=url, content_type=content_type, hint=hint, request=Request(url=url)
    )
    workers = Workers(
        RuleSet().to_json(), processes=1, seconds=limits.parse_seconds, memory=limits.parse_memory
    )
    async with workers:
        reading = await workers.read(job)
    return replace(reading.parsed, items=tuple(t.item for t in reading.items))


def item_json(item: Item) -> dict[str, Any]:
    """Return an item in the kept form of `parse`."""
    data: dict[str, Any] = {
        "kind": item.kind,
        "id": item.native_id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "body": item.body,
        "author": item.author,
        "published": instant(item.published) if item.published else None,
        "updated": instant(item.updated) if item.updated else None,
        "language": item.language,
        "categories": list(item.categories),
    }
    if item.posting is not None:
        posting = item.posting
        data |= {
            "employer": posting.employer,
            "department": posting.department,
            "team": posting.team,
            "locations": list(posting.locations),
            "remote": posting.remote,
            "employment_type": posting.employment_type,
            "requisition_id": posting.requisition_id,
            "opened": posting.opened.isoformat() if posting.opened else None,
            "closes": posting.closes.isoformat() if posting.closes else None,
            "pay": [_pay_json(pay) for pay in posting.pay],
        }
    return data


def _pay_json(pay: Pay) -> dict[str, Any]:
    from picketwire.archive.rows import pay_as_json  # noqa: PLC0415 -- postings only

    return pay_as_json(pay)


@click.command("tag")
def tag_command() -> None:
    """Tag JSON lines from standard input by the rules in config/; print id, tags and evidence.

    A line has "id" and "title" and may have summary, body, kind (news or posting), categories,
    publisher, department, language.
    """
    from picketwire.cli.options import load_config  # noqa: PLC0415
    from picketwire.tagging.records_json import tag_record  # noqa: PLC0415
    from picketwire.tagging.tagger import Tagger  # noqa: PLC0415

    tagger = Tagger(load_config().rules)
    _print_each(lambda record: tag_record(tagger, record))


@click.command("pay")
def pay_command() -> None:
    """Read the pay stated in JSON lines ({"id", "text"}) from standard input; print id and bands."""
    from parsers.pay.finding import pay_record  # noqa: PLC0415

    _print_each(pay_record)


def _print_each(each: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for record in _lines():
        click.echo(json.dumps(each(record), ensure_ascii=False))


def _lines() -> Iterator[dict[str, Any]]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        line = raw.decode("utf-8", errors="replace")
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise PicketwireError(f"standard input, line {number}: no JSON: {error}") from error
        if not isinstance(record, dict):
            raise PicketwireError(f"standard input, line {number}: a JSON object is needed")
        yield record
