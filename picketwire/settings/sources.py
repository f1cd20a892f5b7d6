"""Read `sources/*.yaml`: the places that are polled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.records import Selectors, Source, SourceKind
from picketwire.settings import values
from picketwire.settings.keys import Key, Row, check_reference, unknown
from picketwire.times import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from picketwire.settings.yaml import Cell

KEYS = (
    Key("slug", "slug", "stable key of the source; what is stored hangs on it", required=True),
    Key("kind", "feed, sitemap, page or board", "what stands at the address", required=True),
    Key("url", "web address", "what to ask; for a board the origin, where it is not the system's own"),
    Key("name", "text", "for people; the slug where it is missing"),
    Key("publisher", "organization", "who publishes it"),
    Key("employer", "organization", "whose openings it lists"),
    Key("system", "name of a file in parsers/boards/", "the job-board system (boards only)"),
    Key("tenant", "text", "the employer's name within that system (boards only)"),
    Key("language", "language tag", "of the texts, where they do not say it themselves"),
    Key("country", "country code", "where the publisher or employer sits"),
    Key("groups", "list of slugs", "for `picketwire run --group`"),
    Key("every", "duration", "fixed interval; otherwise it follows how often the source changes"),
    Key("full_text", "true or false", "whether to fetch each linked article too (not for boards)"),
    Key("enabled", "true or false", "false keeps the history and stops the polling"),
    Key("since", "date", "first day on which the source was the right one"),
    Key("until", "date", "first day on which it no longer was"),
    Key("select", "CSS selectors", "where a page keeps its items (pages only, and needed there)"),
)
SELECT_KEYS = (
    Key("item", "CSS selector", "one item", required=True),
    Key("title", "CSS selector", "its title, looked up inside the item", required=True),
    Key("link", "CSS selector", "its link, looked up inside the item", required=True),
    Key("date", "CSS selector", "its date, looked up inside the item"),
    Key("summary", "CSS selector", "its summary, looked up inside the item"),
)
FILE_KEYS = (Key("sources", "list", "the sources of this file", required=True),)
_BOARDS_ONLY = ("system", "tenant")
_NOT_FOR_BOARDS = ("full_text",)


@dataclass(frozen=True, slots=True)
class Placed:
    """A source and the mapping it was read from, for checks across files."""

    source: Source
    row: Row


def load_sources(cell: Cell) -> Iterator[Placed]:
    """Yield each source of one file that can be read at all."""
    known = systems()
    for row in Row(cell, FILE_KEYS).rows("sources", KEYS):
        if (source := _source(row, known)) is not None:
            yield Placed(source, row)


def check_sources(placed: Iterable[Placed], organizations: Collection[str] | None) -> None:
    """Note a slug, address or tenant that two sources claim, and organizations that nobody knows.

    None for organizations leaves those references unchecked.
    """
    everything = tuple(placed)
    if organizations is not None:
        for each in everything:
            check_reference(each.row, "publisher", each.source.publisher, organizations)
            check_reference(each.row, "employer", each.source.employer, organizations)
    _refuse_twins(everything, "slug", lambda source: source.slug)
    feeds = tuple(each for each in everything if each.source.kind != "board")
    _refuse_twins(feeds, "url", lambda source: source.url or source.slug)
    _refuse_tenants(tuple(each for each in everything if each.source.kind == "board"))


def systems() -> tuple[str, ...]:
    """Return the job-board systems that have a parser, by the names of the files alone.

    Importing the parsers for this would triple the time a command needs to start.
    """
    spec = find_spec("parsers")
    folders = spec.submodule_search_locations if spec else None
    files = (file for folder in folders or () for file in (Path(folder) / "boards").glob("[!_]*.py"))
    return tuple(sorted(file.stem for file in files))


def _source(row: Row, known: Collection[str]) -> Source | None:
    slug, kind = row.read("slug", values.slug), row.choice("kind", SourceKind)
    since, until = row.span()
    source = Source(
        slug=slug or "",
        kind=kind or "feed",
        name=row.text("name") or slug or "",
        url=row.read("url", values.web_address),
        system=row.text("system"),
        tenant=row.text("tenant"),
        publisher=row.read("publisher", values.slug),
        employer=row.read("employer", values.slug),
        language=row.read("language", values.language),
        country=row.read("country", values.country),
        groups=tuple(group for group, _ in row.each("groups", values.slug)),
        every=row.read("every", values.duration),
        full_text=row.flag("full_text", default=False),
        enabled=row.flag("enabled", default=True),
        since=since,
        until=until,
    )
    if kind is not None:
        source = replace(source, select=_select(row, kind))
        _check_kind(row, kind, known)
    return source if slug and kind else None


def _check_kind(row: Row, kind: SourceKind, known: Collection[str]) -> None:
    for key in _NOT_FOR_BOARDS if kind == "board" else _BOARDS_ONLY:
        if row.cell(key):
            row.problem(f'key "{key}" means nothing for a {kind}: delete it', key)
    for key in _BOARDS_ONLY if kind == "board" else ("url",):
        if row.cell(key) is None:
            row.problem(f'key "{key}" is missing: a {kind} needs it')
    system = row.text("system") if kind == "board" else None
    if system and system not in known:
        row.problem(unknown("board system", system, known), "system")


def _select(row: Row, kind: SourceKind) -> Selectors | None:
    cell = row.cell("select")
    if kind != "page":
        if cell:
            row.problem(f'key "select" is for pages only, and this is a {kind}: delete it', "select")
        return None
    if cell is None:
        row.problem('key "select" is missing: a page needs it, like {item: article, title: h2, link: a}')
        return None
    inner = Row(cell, SELECT_KEYS)
    item, title, link = (inner.read(key, _selector) for key in ("item", "title", "link"))
    date, summary = (inner.read(key, _selector) for key in ("date", "summary"))
    if not (item and title and link):
        return None
    return Selectors(item=item, title=title, link=link, date=date, summary=summary)


def _selector(text: str) -> str:
    # Imported here because it costs a tenth of a second and few configurations list pages.
    import soupsieve  # noqa: PLC0415 -- see above

    try:
        soupsieve.compile(text)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f'"{text}" is no CSS selector: {str(error).splitlines()[0]}') from error
    return text


def _refuse_twins(placed: Iterable[Placed], key: str, value: Callable[[Source], str]) -> None:
    first: dict[str, Placed] = {}
    for each in placed:
        text = value(each.source)
        if (twin := first.setdefault(text, each)) is not each:
            at = twin.row.place
            each.row.problem(
                f'{key} "{text}" is taken by source "{twin.source.slug}" ({at.file}:{at.line}): '
                "choose another or delete one",
                key,
            )


def _refuse_tenants(boards: tuple[Placed, ...]) -> None:
    for index, each in enumerate(boards):
        mine = each.source
        for other in (earlier.source for earlier in boards[:index]):
            if (mine.system, mine.tenant) == (other.system, other.tenant) and _overlap(mine, other):
                each.row.problem(
                    f'{mine.system} tenant "{mine.tenant}" is polled by source "{other.slug}" at the same '
                    "time: delete one, or part them by since and until",
                    "tenant",
                )
                break


def _overlap(one: Source, other: Source) -> bool:
    return Interval(one.since, one.until).overlap(Interval(other.since, other.until)) is not None
