"""Build candidates for strikes from the archive's coverage, and put them on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from picketwire.archive import candidates as archive
from picketwire.archive import links
from picketwire.archive.opening import transaction
from picketwire.errors import ArchiveError
from picketwire.linking.candidates import Sighting, gather, on_record
from picketwire.linking.lineage import associations
from picketwire.linking.parties import parties
from picketwire.linking.stage_claims import claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils.db import Database

    from picketwire.facts import Organization
    from picketwire.linkage import Candidate


def candidates(db: Database) -> tuple[Candidate, ...]:
    """Return the strikes that coverage tells of, each with the strike on record that it is, if any.

    A candidate of a strike that a person rejected is left out.
    """
    organizations = links.organizations(db)
    members = associations(organizations)
    records = archive.recorded(db)
    found = []
    for each in gather(_sightings(db, organizations), {o.slug: o.name for o in organizations}, members):
        record = on_record(each, records, members)
        if record is None or record.status != "rejected":
            found.append(replace(each, strike=record.slug if record else None))
    return tuple(found)


def confirm(db: Database, slug: str) -> str:
    """Put one candidate on record; return the slug of its strike, which an earlier one may have made.

    Raises ArchiveError where there is no such candidate. `db` must be open for writing; linking
    again shows what follows.
    """
    with transaction(db):
        candidate = next((c for c in candidates(db) if c.slug == slug), None)
        if candidate is None:
            raise ArchiveError(f"there is no candidate {slug!r}; see `picketwire strikes candidates`")
        return archive.put_on_record(db, candidate, {o.slug for o in links.organizations(db)})


def _sightings(db: Database, organizations: tuple[Organization, ...]) -> Iterator[Sighting]:
    kinds = {o.slug: o.kind for o in organizations}
    items = archive.strike_news(db)
    spans, where = archive.stage_spans(db, items), archive.stories_and_sources(db, items)
    for batch in links.news(db, items):
        for news in batch:
            yield Sighting(
                item=news.id,
                source=news.source,
                day=news.day,
                story=where[news.id][0],
                parties=parties(news, kinds),
                claims=claims(news, spans.get(news.id, ())),
            )
