"""How one strike reads in a terminal: what it is about first, then its days, roles and coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from picketwire.cli.money import band
from picketwire.cli.text import labelled, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from picketwire.archive.answers.strike_view import Party, RoleDuring, StrikeView
    from picketwire.facts import StrikeFact
    from picketwire.records import Pay
    from picketwire.stoppages import Reading

_QUOTES_SHOWN = 2  # of each value of a fact; --json has all
_OUTLETS_SHOWN = 8
_MEMBERS_SHOWN = 12
_LABELS = {"not_affected": "not affected", "ai_demand": "AI demand"}


def print_strike(view: StrikeView) -> None:
    """Print everything about one strike."""
    click.echo(click.style(plain(view.record.name), bold=True))
    click.echo(labelled(_head(view)))
    for party in view.parties:
        if party.members:
            _print_members(party)
    _section("What it is about")
    _print_readings(view.read("ai_demand", "demand"))
    _section("What is said of it")
    _print_readings(view.read("workers", "contract", "covered", "not_affected", "place", "industry"))
    _section("Days")
    for event in view.record.events:
        stage = click.style(event.stage.replace("_", " "), fg="cyan")
        click.echo(f"  {event.date}  {stage}  ({event.basis}, known {event.known[:10]})")
        _print_quote(event.quote, event.url)
    _print_roles(view)
    _print_coverage(view)


def _head(view: StrikeView) -> list[tuple[str, object]]:
    record, idle = view.record, view.idle
    if idle.days is not None:
        counted = (
            f"{idle.days:,} ({idle.working_days:,} working days × {idle.workers:,} workers, as BLS counts)"
        )
    elif idle.working_days is not None:
        counted = f"unknown; {idle.working_days:,} working days so far as is known"
    else:
        counted = "unknown"
    return [
        ("slug", record.slug),
        ("status", record.status),
        ("decided", record.decided),
        ("union", "; ".join(p.name for p in view.parties if p.role == "union") or "not named"),
        ("struck", "; ".join(_struck(view)) or "not named"),
        ("scope", record.scope),
        ("length", view.length.words),
        (f"on {view.on.day}", f"{view.on.state}: {view.on.why}"),
        ("days idle", "; ".join((counted, *view.idle.notes))),
    ]


def _struck(view: StrikeView) -> Iterator[str]:
    """Name who is struck; a party that no report names says what it is inferred from."""
    hints = {reading.value: reading.facts[0] for reading in view.read("counterpart")}
    unions = {party.organization: party.name for party in view.parties if party.role == "union"}
    for party in (p for p in view.parties if p.role == "struck"):
        hint = hints.get(party.organization or "")
        union = hint and (unions.get(hint.organization) or hint.organization)
        yield f"{party.name} (inferred: {union} bargains with it; “{hint.quote}”)" if hint else party.name


def _print_members(party: Party) -> None:
    names = [f"{m.name}{_dates(m.since, m.until)}" for m in party.members]
    more = f" and {len(names) - _MEMBERS_SHOWN} more" if len(names) > _MEMBERS_SHOWN else ""
    click.echo(plain(f"{party.name} in those days: {', '.join(names[:_MEMBERS_SHOWN])}{more}"))


def _dates(since: str | None, until: str | None) -> str:
    said = " ".join(filter(None, (since and f"since {since}", until and f"until {until}")))
    return f" ({said})" if said else ""


def _section(title: str) -> None:
    click.echo(f"\n{click.style(title, bold=True)}")


def _print_readings(readings: tuple[Reading, ...]) -> None:
    if not readings:
        click.echo("  nothing known")
    for reading in readings:
        value = f"{int(reading.value):,}" if reading.kind == "workers" else reading.value.replace("_", " ")
        label = click.style(_LABELS.get(reading.kind, reading.kind), fg="cyan")
        click.echo(f"  {label}: {plain(value)}  ({_counts(reading)})")
        for fact in reading.facts[:_QUOTES_SHOWN]:
            _print_quote(fact.quote, fact.url, _said(fact))


def _counts(reading: Reading) -> str:
    """Say how many say so; the primary and the reported are counted apart."""
    primary = f"{reading.primary} primary" if reading.primary else ""
    reported = (
        f"{reading.reported} {'outlet' if reading.reported == 1 else 'outlets'}" if reading.reported else ""
    )
    return ", ".join(filter(None, (primary, reported)))


def _said(fact: StrikeFact) -> str:
    who = fact.speaker or fact.organization
    return " ".join(filter(None, (str(fact.date or ""), fact.basis, f"by {who}" if who else "")))


def _print_quote(quote: str | None, url: str | None, said: str = "") -> None:
    if quote:
        click.echo(f"    “{plain(quote)}”")
    if url or said:
        click.echo(f"    {plain(' '.join(filter(None, (said, url))))}")


def _print_roles(view: StrikeView) -> None:
    for relation in ("direct", "via association"):
        found = [each for each in view.roles if each.relation == relation]
        counts = ", ".join(_counted(found))
        _section(f"AI roles at struck employers, {relation}: {counts or 'none known'}")
        for each in found:
            role = each.role
            click.echo(
                plain(f"  {role.id}  {role.title}, {role.employer}; {each.since} to {each.until or 'now'}")
            )
            click.echo(plain(f"      {', '.join(band(pay) for pay in role.pay) or 'no pay stated'}"))
            for step in each.steps:
                change = (
                    f": {_bands(step.before)} → {_bands(step.after)}" if step.what.startswith("pay") else ""
                )
                click.echo(plain(f"      {step.day} {step.what.replace('_', ' ')}{change}"))


def _counted(found: list[RoleDuring]) -> Iterator[str]:
    if found:
        yield f"{len(found)} open on a day of it"
    for what, verb in (("opened", "opened"), ("pay", "changed pay"), ("closed", "closed")):
        number = sum(any(step.what.startswith(what) for step in each.steps) for each in found)
        if number:
            yield f"{number} {verb}"


def _bands(pay: tuple[Pay, ...]) -> str:
    return ", ".join(map(band, pay)) or "none stated"


def _print_coverage(view: StrikeView) -> None:
    outlets = list(view.outlets.items())
    _section(
        f"Coverage: {len(view.reports)} reports in {len(outlets)} outlets, {view.stories} stories"
        if view.reports
        else "Coverage: none in this archive"
    )
    if not view.reports:
        return
    first = view.reports[0]
    click.echo(plain(f"  first: {first.day} {first.outlet}, “{first.title}” {first.url or ''}"))
    shown = ", ".join(f"{name} {count}" for name, count in outlets[:_OUTLETS_SHOWN])
    more = f" and {len(outlets) - _OUTLETS_SHOWN} more" if len(outlets) > _OUTLETS_SHOWN else ""
    click.echo(plain(f"  {shown}{more}"))
