"""`picketwire roles`: the headline question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from picketwire.archive.answers.asked import called, known_names
from picketwire.archive.answers.roles import RoleFilter, roles
from picketwire.archive.opening import open_reader
from picketwire.archive.role_kinds import known
from picketwire.cli.money import band
from picketwire.cli.options import (
    Day,
    archive_path,
    as_of_option,
    csv_option,
    json_option,
    print_csv,
    print_json_lines,
)
from picketwire.cli.text import labelled, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from picketwire.archive.answers.roles import Role, StrikeAtRole


@click.command("roles")
@click.option("--during-strike", is_flag=True, help="Only roles open while their employer was on strike.")
@click.option("--employer", help="Organization (slug or one of its names) or employer's name.")
@click.option("--union", help="Only strikes of this union (slug or one of its names).")
@click.option("--strike", help="Only this strike (slug).")
@click.option("--on", type=Day(), help="Open, and on strike, on this day.")
@click.option("--from", "since", type=Day(), help="Open on or after this day.")
@click.option("--to", "until", type=Day(), help="Open before this day.")
@as_of_option
@click.option("--min-pay", type=float, help="At least so much a year, in the currency stated.")
@click.option(
    "--relation", type=click.Choice(["direct", "association"]), help="How the strike reaches the employer."
)
@click.option("--family", help="Only this kind of work, as config/roles.yaml calls it: ai-research.")
@click.option("--seniority", help="Only this level, as config/roles.yaml calls it: senior.")
@json_option
@csv_option
def roles_command(as_json: bool, as_csv: bool, **options: Any) -> None:
    """AI roles: which were open, at a struck employer, at what pay, who reported it, and how we know.

    \b
    picketwire roles --during-strike --on 2023-07-26
    picketwire roles --employer netflix --min-pay 500000 --json
    """  # noqa: D301 -- click needs the character itself
    if options["since"] and options["until"] and options["since"] >= options["until"]:
        raise click.UsageError("--from must be a day before --to, which is not part of the span")
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two forms: choose one")
    with open_reader(archive_path()) as connection:
        for name in ("employer", "union"):
            options[name] = options[name] and (called(connection, options[name]) or options[name])
        found = roles(connection, RoleFilter(**options))
        _warn_of_unknown(connection, options)
    if as_json:
        print_json_lines(role.as_json() for role in found)
    elif as_csv:
        rows = [row for role in found for row in _csv_rows(role)]
        print_csv((*_POSTING, *_PAY, *_STRIKE, "coverage"), rows)
    else:
        for role in found:
            click.echo("\n".join(lines(role)) + "\n")
        click.echo(f"{len(found)} AI roles", err=True)


def _warn_of_unknown(connection: Any, options: Mapping[str, Any]) -> None:
    """Say so where the archive has nothing at all of a name asked for: it may be misspelt."""
    if (name := options["employer"]) and name.casefold() not in known_names(connection, "employer"):
        click.echo(f"no posting has --employer {name}", err=True)
    for party in ("union", "strike"):
        name, names = options[party], known_names(connection, party)
        if name and name.casefold() not in names:
            click.echo(
                f"no {party} on record is {name}; there are: {', '.join(names) or 'none yet'}", err=True
            )
    for column in ("family", "seniority"):
        if (name := options[column]) and name not in (there := known(connection, column)):
            click.echo(
                f"no posting has --{column} {name}; there are: {', '.join(there) or 'none yet'}", err=True
            )


_POSTING = ("id", "title", "employer", "url", "opened", "closed")
_PAY = ("low", "high", "currency", "period", "basis")
_STRIKE = ("strike", "union", "struck_party", "relation", "from", "to", "status")


def _csv_rows(role: Role) -> Iterator[list[Any]]:
    pay = max(role.pay, key=lambda p: p.high_year or p.low_year or 0, default=None)
    figures = [pay and getattr(pay, name) for name in _PAY]
    head = [role.id, role.title, role.employer, role.url, role.opened, role.closed, *figures]
    strikes: tuple[StrikeAtRole | None, ...] = role.strikes or (None,)
    for s in strikes:
        about: list[str | None] = [None] * len(_STRIKE)
        if s is not None:
            about = [s.slug, s.union, s.struck_party, s.relation, s.since, s.until, s.status]
        yield [*head, *about, len(role.coverage)]


def lines(role: Role) -> Iterator[str]:
    """Write a role for a person: posting, pay, strikes, coverage and the words that prove each."""
    yield click.style(f"{plain(role.title)}, {role.employer}", bold=True)
    opened = (
        f"{role.opened} to {role.closed}" if role.closed else f"{role.opened}, last seen {role.last_known}"
    )
    facts: list[tuple[str, object]] = [
        ("posting", f"{role.id}  {role.url}"),
        ("places", ", ".join(role.locations)),
        ("open", opened),
        *(("pay", f"{band(p)}, {p.stated_by}: “{p.text.strip()}”") for p in role.pay),
        ("pay", "" if role.pay else "not stated"),
        *(row for s in role.strikes for row in _strike_rows(role, s)),
        *(("AI role", f"{p.what}: “{p.text}” in {p.field} (rule {p.rule})") for p in _first_proofs(role)),
    ]
    yield labelled(facts)
    for item in role.coverage:
        when = (item.published or "")[:10]
        yield f"  reported by {item.publisher}, {when}: “{plain(item.title)}” ({item.id})"
        for reason in item.reasons:
            yield f"      {plain(reason)}"
        for pay in item.pay:
            yield f"      states {band(pay)}: “{plain(pay.text.strip())}”"


def _strike_rows(role: Role, strike: StrikeAtRole) -> Iterator[tuple[str, object]]:
    yield "strike", strike_words(strike)
    yield from (("", reason) for reason in strike.reasons)
    began = f"strike {strike.slug}: began"
    yield from (("", f"“{p.text}” {p.url or ''}") for p in role.evidence if p.what.startswith(began))


def strike_words(strike: StrikeAtRole) -> str:
    """Say in one line which strike it was, how it reached the employer, and on which days both were on."""
    party = f"{strike.relation} {strike.struck_party}" if strike.relation != "direct" else "direct"
    days = f"{strike.since} to {strike.until or 'now'}"
    return f"{strike.union} against {strike.struck_party} ({party}), {days}, {strike.status}"


def _first_proofs(role: Role) -> list[Any]:
    """One proof of each tag is enough here; `explain` shows all."""
    first = {p.what: p for p in reversed(role.evidence) if not p.what.startswith("strike ")}
    return list(reversed(first.values()))
