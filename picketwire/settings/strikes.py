"""Read `strikes.yaml`: strikes that a person put on record, with the words that prove each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.facts import STOPS, Stage, Strike, StrikeEvent, StrikeParty, StrikeStatus, began, intervals
from picketwire.facts import Provenance as Basis
from picketwire.settings import values
from picketwire.settings.keys import Key, Row, read_cell, unknown
from picketwire.settings.strike_facts import read_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from picketwire.facts import PartyRole
    from picketwire.settings.yaml import Cell

KEYS = (
    Key("slug", "slug", "stable key of the strike", required=True),
    Key("name", "text", "for people", required=True),
    Key("scope", "text", "who struck what, and what went on"),
    Key("status", "candidate, confirmed or rejected", "confirmed where it is missing"),
    Key(
        "union", "organization or {named: text}", "the one union party; a coalition is one too", required=True
    ),
    Key(
        "struck", "list of organizations or of {named: text}", "employers or their association", required=True
    ),
    Key("events", "list", "its dated steps", required=True),
    Key("facts", "list", "what is said of it beyond its steps, each with its words"),
)
EVENT_KEYS = (
    Key("stage", "one of the stages", "what happened", required=True),
    Key("date", "date", "the day of the step; for an end the first day without strike", required=True),
    Key("quote", "text", "the words that prove it", required=True),
    Key("url", "web address", "where they stand"),
    Key("basis", "primary or reported", "primary: the union's, employer's or agency's own page"),
)
NAMED_KEYS = (Key("named", "text", "a party that organizations.yaml does not know", required=True),)
FILE_KEYS = (Key("strikes", "list", "all strikes", required=True),)


def load_strikes(cell: Cell, organizations: Collection[str] | None) -> Iterator[Strike]:
    """Yield each strike that can be read at all; None for organizations leaves references unchecked."""
    first: dict[str, int] = {}
    for row in Row(cell, FILE_KEYS).rows("strikes", KEYS):
        slug, name = row.read("slug", values.slug), row.text("name")
        strike = Strike(
            slug=slug or "",
            name=name or "",
            scope=row.text("scope") or "",
            parties=tuple(_parties(row, organizations)),
            events=tuple(sorted(_events(row), key=lambda event: event.date)),
            status=row.choice("status", StrikeStatus) or "confirmed",
            facts=tuple(read_facts(row, organizations)),
        )
        _check_order(row, strike)
        if slug and (line := first.setdefault(slug, row.place.line)) != row.place.line:
            row.problem(f'slug "{slug}" is taken by the strike in line {line}: choose another', "slug")
        if slug and name:
            yield strike


def _parties(row: Row, organizations: Collection[str] | None) -> Iterator[StrikeParty]:
    union, struck = row.cell("union"), row.cell("struck")
    if union and (party := _party(union, "union", organizations)):
        yield party
    for entry in struck.cells() if struck else ():
        if party := _party(entry, "struck", organizations):
            yield party


def _party(cell: Cell, role: PartyRole, organizations: Collection[str] | None) -> StrikeParty | None:
    if cell.form == "a mapping":
        named = Row(cell, NAMED_KEYS).text("named")
        return StrikeParty(role=role, named=named) if named else None
    slug = read_cell(cell, values.slug)
    if slug and organizations is not None and slug not in organizations:
        cell.problem(unknown("organization", slug, organizations) + "; a party not known is {named: …}")
    return StrikeParty(role=role, organization=slug) if slug else None


def _events(row: Row) -> Iterator[StrikeEvent]:
    for event in row.rows("events", EVENT_KEYS):
        stage, day = event.choice("stage", Stage), event.read("date", values.day)
        quote, url = event.text("quote"), event.read("url", values.web_address)
        if stage and day:
            yield StrikeEvent(
                stage=stage,
                date=day,
                quote=quote or "",
                url=url,
                basis=event.choice("basis", Basis) or "reported",
            )


def _check_order(row: Row, strike: Strike) -> None:
    written = row.cell("events")
    if written is None or len(written.cells()) != len(strike.events):
        return  # an event that could not be read would make the others look out of order
    start = began(strike)
    for event in strike.events:
        if event.stage in STOPS and (start is None or event.date < start):
            row.problem(
                f"{event.stage} on {event.date} comes before any start: add the event that began it", "events"
            )
    stops = [event.date for event in strike.events if event.stage in STOPS]
    for event in strike.events:
        if event.stage == "resumed" and not any(stop <= event.date for stop in stops):
            row.problem(
                f"resumed on {event.date} comes before any suspension: add it or write began", "events"
            )
    if any(one.overlap(two) for one, two in zip(intervals(strike), intervals(strike)[1:], strict=False)):
        row.problem("a resumption lies within the day of its suspension: move one of them", "events")
