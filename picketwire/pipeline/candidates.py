"""Build candidates for strikes from the archive's coverage, and put them on record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from picketwire.archive import candidates as archive
from picketwire.archive import links
from picketwire.archive import verdicts as verdicts_archive
from picketwire.archive.opening import transaction
from picketwire.errors import ArchiveError
from picketwire.linkage import Subject
from picketwire.linking.judging import candidate_verdicts, judged_claims, reported_again
from picketwire.linking.naming.lineage import associations
from picketwire.linking.strikes.candidates import Sighting, gather, join
from picketwire.linking.strikes.parties import parties
from picketwire.linking.strikes.recorded import of_other_trades, on_record
from picketwire.linking.strikes.stage_claims import claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlite_utils.db import Database

    from picketwire.archive.candidates import Recorded
    from picketwire.facts import Organization
    from picketwire.linkage import Candidate, Verdict
    from picketwire.linking.strikes.stage_claims import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Candidates with what they rest on; those that a person rejected, or joined to another, are left out."""

    candidates: tuple[Candidate, ...]
    claims: Mapping[str, tuple[Claim, ...]]  # of each candidate, by slug
    outlets: Mapping[int, str]  # who publishes each report: the organization, else the source
    stories: Mapping[int, int | None]
    addresses: Mapping[int, str]
    verdicts: Mapping[Subject, Verdict]
    judged: Mapping[str, Verdict]  # on candidates, by their slug of today
    records: Mapping[str, Recorded]
    members: Mapping[str, frozenset[str]]  # associations that each organization is in


def candidates(db: Database) -> tuple[Candidate, ...]:
    """Return the strikes that coverage tells of, each with the strike on record that it is, if any.

    A candidate of a strike that a person rejected is left out.
    """
    return coverage(db).candidates


def coverage(db: Database) -> Coverage:
    """Gather candidates as `candidates` does, and keep what they were made of."""
    organizations = links.organizations(db)
    members = associations(organizations)
    addresses = verdicts_archive.addresses(db, archive.strike_news(db))
    verdicts = verdicts_archive.read(db)
    told = tuple(_sightings(db, organizations, addresses, verdicts))
    parents = {o.slug: o.parent for o in organizations if o.parent}
    found = gather(told, {o.slug: o.name for o in organizations}, members, parents)
    sources, said = {s.item: s.source for s in told}, _claims(found, told)
    records = {r.slug: r for r in archive.recorded(db)}
    judged = candidate_verdicts(found, verdicts, addresses)
    found, said = _joined(found, said, judged, sources, members)
    usable = [r for r in records.values() if not _was_merged(r.slug, verdicts)]
    known = reported_again(found, usable, members)
    placed, rivals = [], of_other_trades(found, usable)
    for each in found:
        other = [r for r in usable if r.slug not in rivals.get(each.slug, ())]
        record = records.get(_merged_into(each, judged)) or on_record(each, other, members)
        record = record or known.get(each.slug)
        if (record is None or record.status != "rejected") and not _refused(each, judged):
            placed.append(replace(each, strike=record.slug if record else None))
    return Coverage(
        candidates=tuple(placed),
        claims=said,
        outlets=_outlets(db, sources),
        stories={s.item: s.story for s in told},
        addresses=addresses,
        verdicts=verdicts,
        judged=judged,
        records=records,
        members=members,
    )


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


def _sightings(
    db: Database,
    organizations: tuple[Organization, ...],
    addresses: Mapping[int, str],
    verdicts: Mapping[Subject, Verdict],
) -> Iterator[Sighting]:
    kinds, known = {o.slug: o.kind for o in organizations}, {o.slug: o for o in organizations}
    items = sorted(addresses)
    spans, where = archive.stage_spans(db, items), archive.stories_and_sources(db, items)
    for batch in links.news(db, items):
        for news in batch:
            yield Sighting(
                item=news.id,
                source=news.source,
                day=news.day,
                story=where[news.id][0],
                parties=parties(news, kinds, known),
                claims=judged_claims(claims(news, spans.get(news.id, ())), addresses[news.id], verdicts),
            )


def _outlets(db: Database, sources: Mapping[int, str]) -> dict[int, str]:
    """Return who publishes each report: two feeds of one house are one outlet."""
    publishers = archive.stories_and_sources(db, sources)
    return {item: publishers[item][1] or source for item, source in sources.items()}


def _claims(found: Sequence[Candidate], told: Sequence[Sighting]) -> dict[str, tuple[Claim, ...]]:
    """Return what the reports of each candidate claim; of one of several strikes only its title counts."""
    said = {s.item: s.claims for s in told}
    strikes: dict[int, int] = {}
    for item in (i for c in found for i in c.items):
        strikes[item] = strikes.get(item, 0) + 1
    return {
        c.slug: tuple(x for i in c.items for x in said[i] if strikes[i] == 1 or x.field == "title")
        for c in found
    }


def _refused(candidate: Candidate, judged: Mapping[str, Verdict]) -> bool:
    return candidate.slug in judged and judged[candidate.slug].verdict == "rejected"


def _was_merged(slug: str, verdicts: Mapping[Subject, Verdict]) -> bool:
    """Whether a strike on record turned out to be part of another."""
    verdict = verdicts.get(Subject("candidate", (slug,)))
    return verdict is not None and verdict.verdict == "merged"


def _merged_into(candidate: Candidate, judged: Mapping[str, Verdict]) -> str:
    verdict = judged.get(candidate.slug)
    return (verdict.target or "") if verdict and verdict.verdict == "merged" else ""


def _joined(
    found: Sequence[Candidate],
    said: dict[str, tuple[Claim, ...]],
    judged: Mapping[str, Verdict],
    sources: Mapping[int, str],
    members: Mapping[str, frozenset[str]],
) -> tuple[tuple[Candidate, ...], dict[str, tuple[Claim, ...]]]:
    """Join candidates that a person merged into others; one whose other is gone stands for itself."""
    whole, said = {c.slug: c for c in found}, dict(said)
    for each in found:
        target = _last(each.slug, whole, judged)
        if target != each.slug:
            said[target] = (*said[target], *said[each.slug])
            whole[target] = join(whole[target], whole[each.slug], said[target], sources, members)
    gone = {slug for slug in whole if _last(slug, whole, judged) != slug}
    return tuple(c for slug, c in whole.items() if slug not in gone), said


def _last(slug: str, whole: Mapping[str, Candidate], judged: Mapping[str, Verdict]) -> str:
    """Follow merges to their last candidate; of a circle, to its first by name."""
    seen = [slug]
    while (target := _merged_into(whole[seen[-1]], judged)) in whole:
        if target in seen:
            return min(seen[seen.index(target) :])
        seen.append(target)
    return seen[-1]
