"""Say in words why a posting counts as open at a struck employer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from picketwire.linkage import Link, days_met

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.facts import Membership, Organization

_SCORE = {"direct": 1.0, "via association": 0.9}


@dataclass(frozen=True, slots=True)
class Overlap:
    """One row of the headline query: a posting that was open while a strike was on; days as `YYYY-MM-DD`."""

    posting: int
    organization: str
    strike: str
    struck_party: str
    relation: str  # "direct" or "via association"
    since: str
    until: str | None
    status: str  # "confirmed" or "open-ended"


def strike_link(
    overlap: Overlap,
    organizations: Mapping[str, Organization],
    hint: tuple[str, str] | None = None,
) -> Link:
    """Turn an overlap into a link, with party, membership and days as its reasons.

    `hint` is given where no report names the party: the union that bargains with it, and the sentence
    that means it.
    """

    def name(slug: str) -> str:
        return organizations[slug].name if slug in organizations else slug

    reasons = [f"{name(overlap.organization)} hires for this posting."]
    reasons.append(_relation(overlap, organizations, name(overlap.organization), name(overlap.struck_party)))
    if hint:
        union, quote = hint
        party = name(overlap.struck_party)
        reasons.append(
            f"No report names {party}: it is inferred, since {name(union)} bargains with it, from “{quote}”."
        )
    reasons += days_met(overlap.since, overlap.until, overlap.status)
    return Link(
        kind="strike",
        posting=overlap.posting,
        strike=overlap.strike,
        score=_SCORE[overlap.relation],
        reasons=tuple(reasons),
    )


def _relation(overlap: Overlap, organizations: Mapping[str, Organization], employer: str, party: str) -> str:
    if overlap.relation == "direct":
        if overlap.organization == overlap.struck_party:
            return f"{party} is itself struck."
        return f"{employer} belongs to {party}, which is struck."
    slug: str | None = overlap.organization
    while slug is not None and slug in organizations:
        for membership in organizations[slug].memberships:
            if membership.association == overlap.struck_party:
                member = organizations[slug].name
                through = "" if slug == overlap.organization else f", and {employer} belongs to it"
                return f"{member} is a member of {party} ({_days(membership)}), which is struck{through}."
        slug = organizations[slug].parent
    return f"{employer} belongs to {party}, which is struck."


def _days(membership: Membership) -> str:
    since, until = membership.since, membership.until
    if since is None and until is None:
        return "no dates known"
    return " ".join(filter(None, [f"since {since}" if since else "", f"until {until}" if until else ""]))
