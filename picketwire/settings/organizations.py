"""Read `organizations.yaml`: employers, unions, associations and publishers, their names and ties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.facts import Alias, Bargaining, Membership, Organization, OrganizationKind
from picketwire.settings import values
from picketwire.settings.keys import Key, Row, check_reference, read_cell
from picketwire.tagging.definitions import Word
from picketwire.times import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from picketwire.settings.yaml import Cell

KEYS = (
    Key("slug", "slug", "stable key; sources, strikes and parents name it", required=True),
    Key("name", "text", "the name as the press writes it", required=True),
    Key("kind", "employer, union, local, association, publisher or agency", "what it is", required=True),
    Key("parent", "organization", "who owns it, or which union chartered the local"),
    Key("country", "country code", "where it sits"),
    Key("aliases", "list of texts or of mappings", "its other names, dated where a name came or went"),
    Key("memberships", "list of organizations or of mappings", "the associations it belongs to"),
    Key("bargains", "list", "of a union: with whom it bargains, and what reports call them for short"),
)
ALIAS_KEYS = (
    Key("text", "text", "the other name", required=True),
    Key("since", "date", "first day of that name"),
    Key("until", "date", "first day on which it no longer was one"),
)
MEMBERSHIP_KEYS = (
    Key("association", "organization", "an association or federation", required=True),
    Key("since", "date", "first day of membership, as far as is known"),
    Key("until", "date", "first day after it"),
)
BARGAINING_KEYS = (
    Key("with", "organization", "an employer or association", required=True),
    Key("called", "list of texts", "words that mean them where a report names the union", required=True),
    Key("unless", "list of texts", "words in a sentence in which these mean somebody else"),
    Key("since", "date", "first day on which they bargained, as far as is known"),
    Key("until", "date", "first day after it"),
)
FILE_KEYS = (Key("organizations", "list", "all organizations", required=True),)

_NOTATION = re.compile(r"[~*(){}<>|^$_]|\.\.\.")


@dataclass(frozen=True, slots=True)
class Placed:
    """An organization and the mapping it was read from."""

    organization: Organization
    row: Row


def load_organizations(cell: Cell) -> Iterator[Placed]:
    """Yield each organization that can be read at all."""
    for row in Row(cell, FILE_KEYS).rows("organizations", KEYS):
        slug, name = row.read("slug", values.slug), row.text("name")
        kind = row.choice("kind", OrganizationKind)
        organization = Organization(
            slug=slug or "",
            name=name or "",
            kind=kind or "employer",
            parent=row.read("parent", values.slug),
            country=row.read("country", values.country),
            aliases=tuple(_aliases(row)),
            memberships=tuple(_memberships(row)),
            bargains=tuple(_bargains(row)),
        )
        if slug:
            yield Placed(organization, row)


def check_organizations(placed: Iterable[Placed]) -> None:
    """Note slugs and names that two organizations claim, and ties that lead nowhere or in a circle."""
    everything = tuple(placed)
    by_slug: dict[str, Placed] = {}
    for each in everything:
        slug = each.organization.slug
        if (twin := by_slug.setdefault(slug, each)) is not each:
            line = twin.row.place.line
            each.row.problem(
                f'slug "{slug}" is taken by the organization in line {line}: choose another', "slug"
            )
    _refuse_shared_names(everything)
    for each in everything:
        _check_parent(each, by_slug)
        _check_memberships(each, by_slug)
        for pair in each.organization.bargains:
            check_reference(each.row, "bargains", pair.counterpart, by_slug)
            if each.organization.kind not in {"union", "local"}:
                kind = each.organization.kind
                each.row.problem(f"this is of kind {kind}: only a union or local bargains", "bargains")


def word_sets(organizations: Iterable[Organization]) -> dict[str, tuple[Word, ...]]:
    """Return the names of unions, employers and associations as word sets that tag rules may use.

    A name that would mean something else in the notation of phrases is left out.
    """
    kinds: dict[OrganizationKind, str] = {"union": "unions", "local": "unions", "employer": "employers"}
    kinds["association"] = "associations"
    sets: dict[str, list[Word]] = {name: [] for name in kinds.values()}
    for organization in organizations:
        if (words := sets.get(kinds.get(organization.kind, ""))) is not None:
            names = (Alias(text=organization.name), *organization.aliases)
            words += [
                Word(phrase=alias.text, since=alias.since, until=alias.until)
                for alias in names
                if not _NOTATION.search(alias.text)
            ]
    return {name: tuple(words) for name, words in sets.items()}


def _aliases(row: Row) -> Iterator[Alias]:
    for entry in _entries(row, "aliases"):
        if entry.form == "text":
            text = read_cell(entry, str.strip)
            since = until = None
        else:
            inner = Row(entry, ALIAS_KEYS)
            text, (since, until) = inner.text("text"), inner.span()
        if text:
            yield Alias(text=text, since=since, until=until)


def _memberships(row: Row) -> Iterator[Membership]:
    for entry in _entries(row, "memberships"):
        if entry.form == "text":
            association = read_cell(entry, values.slug)
            since = until = None
        else:
            inner = Row(entry, MEMBERSHIP_KEYS)
            association, (since, until) = inner.read("association", values.slug), inner.span()
        if association:
            yield Membership(association=association, since=since, until=until)


def _bargains(row: Row) -> Iterator[Bargaining]:
    for entry in row.rows("bargains", BARGAINING_KEYS):
        counterpart, (since, until) = entry.read("with", values.slug), entry.span()
        called = tuple(text for text, _ in entry.each("called", str.strip) if text)
        unless = tuple(text for text, _ in entry.each("unless", str.strip) if text)
        if counterpart and called:
            yield Bargaining(counterpart=counterpart, called=called, unless=unless, since=since, until=until)


def _entries(row: Row, key: str) -> tuple[Cell, ...]:
    cell = row.cell(key)
    return cell.cells() if cell else ()


def _refuse_shared_names(everything: tuple[Placed, ...]) -> None:
    taken: dict[str, list[tuple[Interval, Placed]]] = {}
    for each in everything:
        organization = each.organization
        names = [("name", organization.name, Interval(None, None))]
        names += [
            ("aliases", alias.text, Interval(alias.since, alias.until)) for alias in organization.aliases
        ]
        for key, text, span in names:
            claims = taken.setdefault(text.casefold(), [])
            for other_span, other in claims:
                if other is not each and span.overlap(other_span):
                    slug = other.organization.slug
                    each.row.problem(f'"{text}" is also a name of "{slug}": drop it at one or date both', key)
            claims.append((span, each))


def _check_parent(each: Placed, by_slug: Mapping[str, Placed]) -> None:
    organization, seen = each.organization, {each.organization.slug}
    check_reference(each.row, "parent", organization.parent, by_slug)
    parent = organization.parent
    while parent and parent in by_slug:
        if parent in seen:
            each.row.problem(f'"{organization.slug}" is its own forebear through "{parent}"', "parent")
            return
        seen.add(parent)
        parent = by_slug[parent].organization.parent


def _check_memberships(each: Placed, by_slug: Mapping[str, Placed]) -> None:
    for membership in each.organization.memberships:
        target = by_slug.get(membership.association)
        if target is None:
            check_reference(each.row, "memberships", membership.association, by_slug)
        elif target.organization.kind not in {"association", "union"}:
            kind = target.organization.kind
            each.row.problem(
                f'"{membership.association}" is of kind {kind}: only an association or a union has members',
                "memberships",
            )
