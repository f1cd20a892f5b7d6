"""Let a person's verdicts have the last word: on claims of stages, on candidates, on links to postings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from picketwire.linkage import Link, Subject
from picketwire.linking.strikes.recorded import on_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.archive.candidates import Recorded
    from picketwire.archive.verdicts import JudgedLink
    from picketwire.linkage import Candidate, Verdict
    from picketwire.linking.strikes.stage_claims import Claim

_SHARE = 0.5  # of the reports of a candidate that find it again under another slug


def judged_claims(
    claims: Iterable[Claim], address: str, verdicts: Mapping[Subject, Verdict]
) -> tuple[Claim, ...]:
    """Leave out the claims of one page that a person rejected, and mend those that one corrected."""
    found = []
    for claim in claims:
        verdict = verdicts.get(Subject("stage", (claim.stage, address)))
        if verdict is None or verdict.verdict == "later":
            found.append(claim)
        elif verdict.verdict == "accepted":
            found.append(replace(claim, confirmed=True))
        elif verdict.verdict == "corrected":
            found.append(
                replace(
                    claim,
                    stage=verdict.stage or claim.stage,
                    date=verdict.date or claim.date,
                    stated=True,
                    confirmed=True,
                    since=verdict.at,
                )
            )
    return tuple(sorted(found))


def candidate_verdicts(
    candidates: Sequence[Candidate],
    verdicts: Mapping[Subject, Verdict],
    addresses: Mapping[int, str],
) -> dict[str, Verdict]:
    """Return the verdict on each judged candidate, by the candidate's slug of today.

    New reports can give a candidate another slug. A verdict whose slug is gone goes to the candidate
    that holds most of the reports it was about, if these are half of both: one that is mostly new is
    another question.
    """
    judged = {s.names[0]: v for s, v in verdicts.items() if s.kind == "candidate"}
    here = {c.slug for c in candidates}
    pages = {c.slug: {addresses[i] for i in c.items} for c in candidates}
    found = {slug: verdict for slug, verdict in judged.items() if slug in here}
    for slug in sorted(judged.keys() - here):
        told = set(judged[slug].addresses)
        rest = {s: len(told & pages[s]) for s in sorted(pages.keys() - found.keys())}
        best = max(rest, key=lambda s: rest[s], default=None)
        if best is not None and told and rest[best] >= _SHARE * max(len(told), len(pages[best])):
            found[best] = judged[slug]
    return found


def reported_again(
    candidates: Sequence[Candidate], records: Iterable[Recorded], members: Mapping[str, frozenset[str]]
) -> dict[str, Recorded]:
    """Return the strikes that coverage put on record and whose candidates have other parties since.

    Later reports may name the union, or an association in the place of its member. Such a strike is
    the candidate that holds most of the reports that its stages came from, and at least half. Unions
    that are known and differ keep two strikes apart.
    """
    records = list(records)
    own = {c.slug: on_record(c, records, members) for c in candidates}
    taken = {record.slug for record in own.values() if record}
    found: dict[str, Recorded] = {}
    for record in sorted(records, key=lambda r: r.slug):
        if record.slug in taken or record.status != "confirmed" or not record.items:
            continue
        shared = {
            c.slug: len(record.items & {*c.items})
            for c in candidates
            if own[c.slug] is None and c.slug not in found and _unions_fit(c, record.unions & members.keys())
        }
        best = max(sorted(shared), key=lambda s: shared[s], default=None)
        if best is not None and shared[best] >= _SHARE * len(record.items):
            found[best] = record
    return found


def _unions_fit(candidate: Candidate, known: frozenset[str]) -> bool:
    unions = {*candidate.unions}
    return not unions or not known or bool(unions & known)


@dataclass(frozen=True, slots=True)
class Overruling:
    """What a person said of links to postings, by (posting, item)."""

    judged: Mapping[tuple[int, int], JudgedLink]

    @classmethod
    def of(cls, judged: Iterable[JudgedLink], more: Iterable[JudgedLink] = ()) -> Overruling:
        """Hold verdicts ready; of two on one pair, one that accepts wins."""
        ordered = sorted((*judged, *more), key=lambda j: j.verdict.verdict == "accepted")
        return cls({(j.posting, j.item): j for j in ordered})

    def items_of(self, items: Iterable[int]) -> set[int]:
        """Return the news that a person linked to these postings: it may have no other link to them."""
        looked = set(items)
        return {j.item for j in self.judged.values() if _accepts(j) and j.posting in looked}

    def applied(self, links: Iterable[Link], decided: set[int]) -> list[Link]:
        """Drop what was rejected, confirm what was accepted, and add what only a person says."""
        found = []
        for link in links:
            judged = self.judged.get((link.posting, link.item))
            if judged is None:
                found.append(link)
            elif _accepts(judged):
                found.append(_confirmed(link, judged))
        there = {(link.posting, link.item) for link in found}
        for pair, judged in sorted(self.judged.items()):
            if _accepts(judged) and pair not in there and judged.item in decided:
                bare = Link(kind="coverage", posting=pair[0], item=pair[1], score=1.0, reasons=())
                found.append(_confirmed(bare, judged))
        return sorted(found, key=lambda link: (link.posting, link.item))


def _accepts(judged: JudgedLink) -> bool:
    return judged.verdict.verdict == "accepted"


def _confirmed(link: Link, judged: JudgedLink) -> Link:
    """A person's word is certain, and says whose it is."""
    verdict = judged.verdict
    why = f": {verdict.reason}" if verdict.reason else ""
    said = f"Confirmed by {verdict.by} on {verdict.at[:10]}{why}."
    return replace(link, score=1.0, reasons=(*link.reasons, said))
