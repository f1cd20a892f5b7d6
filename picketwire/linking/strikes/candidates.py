"""Gather reports of strikes into candidates: union or group by struck party by time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from picketwire.facts import STARTS, STOPS
from picketwire.linkage import Candidate, Inferred, ReportedEvent
from picketwire.linking.stories.word_weights import stems
from picketwire.linking.strikes.joining import by_trade, by_work, joined, titled, trades
from picketwire.linking.strikes.labour_words import country, is_country
from picketwire.linking.strikes.parties import LOOSE
from picketwire.linking.strikes.same_names import joined_by_name
from picketwire.linking.strikes.strikers import home, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.facts import Stage
    from picketwire.linking.strikes.parties import Parties
    from picketwire.linking.strikes.stage_claims import Claim

PAUSE = timedelta(days=60)  # without a report after which the next one is of another strike,
LONG_PAUSE = timedelta(days=120)  # unless the same union is named and no end was reported
# Stages that a strike has once: their day is the one that most reports give.
ONCE: frozenset[Stage] = frozenset(
    {"authorized", "began", "ended", "ratified", "tentative_agreement", "averted", "lockout"}
)
_OVER = frozenset({"ended", "ratified", "averted"})
_MANY = 10  # reports of one strike
_SAME_DAYS, _FAIR_SHARE = timedelta(days=2), 0.3
_STRUCK_SHARE = 1 / 8  # of the reports of a strike that name a party struck


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one item says of strikes."""

    item: int
    source: str
    day: date
    story: int | None
    parties: Parties
    claims: tuple[Claim, ...]


def gather(
    sightings: Iterable[Sighting],
    names: Mapping[str, str],
    members: Mapping[str, frozenset[str]],
    parents: Mapping[str, str] | None = None,
) -> tuple[Candidate, ...]:
    """Gather sightings into candidates, in the order of their slugs.

    `names` gives what people call an organization, `members` the associations each employer is in,
    `parents` the organization that each one belongs to.
    """
    ordered = sorted(sightings, key=lambda s: (s.day, s.item))
    cells: dict[str, list[Sighting]] = defaultdict(list)
    told = settled(ordered, parents or {})
    for each in told:
        whole = _who(each)
        for who in whole:
            # A round-up of several strikes proves a stage of each only in its title.
            cells[who].append(each if len(whole) == 1 else replace(each, claims=titled(each)))
    owners = trades(told)
    found = [
        part
        for who in sorted(cells)
        if _is_of_workers(who, names)
        for trade, heap in by_trade(who.removeprefix("u:"), cells[who], owners)
        for part in _parts(who, heap, members, trade)
    ]
    for who in sorted(cells):
        if not _is_of_workers(who, names):
            found = _attach(who, cells[who], found)
    return _candidates([part for part in joined_by_name(joined(found)) if _tells(part)], names)


def _is_of_workers(who: str, names: Mapping[str, str]) -> bool:
    """Whether a cell is of a union or of one group of workers, and not of whoever works for an employer."""
    return who.startswith("u:") or (who.startswith("g:") and not _employer(who, names))


def _employer(who: str, names: Mapping[str, str]) -> str:
    """Return the slug of the employer of which a cell tells, and no closer of whom; else nothing."""
    slug = who.removeprefix("e:").removeprefix("g:worker of ")
    return slug if slug in names and not slug.startswith(("g:", "u:")) else ""


def _tells(part: Part) -> bool:
    """Whether reports tell of a strike: of workers of a country or of nowhere only by what they did."""
    nowhere = part.who.startswith("g:") and not part.struck and not home(part.sightings)
    anyone = part.who.startswith("g:worker in ") or (nowhere and " of " not in part.who)
    return not anyone or any(s.claims or s.parties.cause for s in part.sightings)


def _who(sighting: Sighting) -> list[str]:
    """Return whom a sighting is about: its unions, else its groups, else the employers struck."""
    parties = sighting.parties
    if parties.unions:
        return sorted(f"u:{slug}" for slug in parties.unions)
    if parties.cause and not parties.struck:
        nation = country(parties.place)
        if all(group.endswith(f" in {nation}") or " " not in group for group in parties.groups):
            return [f"g:worker in {nation} #{parties.cause}"]
    if parties.groups:
        return sorted(f"g:{group}{_apart_by(group, sighting)}" for group in parties.groups)
    return sorted(f"e:{slug}" for slug in parties.struck)


def _apart_by(group: str, sighting: Sighting) -> str:
    """Say what tells a group from others of its name.

    Workers of a country, and those of nowhere, are no one group: one story is one strike of theirs. An
    occupation that is named alone is one in each country.
    """
    if group not in LOOSE and " in " not in group and " of " not in group and sighting.parties.place:
        return f" #{country(sighting.parties.place)}"
    loose = group in LOOSE or (
        group.startswith("worker in ") and is_country(group.removeprefix("worker in "))
    )
    return f" #{sighting.story or sighting.item}" if loose else ""


@dataclass(frozen=True, slots=True)
class Part:
    """Sightings of one strike, and the parties struck."""

    who: str
    struck: frozenset[str]
    sightings: tuple[Sighting, ...]
    trade: str = ""


def _parts(
    who: str, cell: Sequence[Sighting], members: Mapping[str, frozenset[str]], trade: str = ""
) -> list[Part]:
    """Split what is said of one union or group by pauses in time and by the parties struck."""
    spells: list[list[Sighting]] = []
    for each in cell:
        if spells and each.day - spells[-1][-1].day <= _pause(who, spells[-1]):
            spells[-1].append(each)
        else:
            spells.append([each])
    return [
        replace(part, trade=trade)
        for spell in spells
        for part in _by_struck(who, spell, members, whole=trade)
    ]


def _pause(who: str, spell: Sequence[Sighting]) -> timedelta:
    last = next((each.claims for each in reversed(spell) if each.claims), ())
    over = any(claim.stage in _OVER for claim in last)
    return LONG_PAUSE if who.startswith("u:") and not over else PAUSE


def _by_struck(
    who: str, spell: Sequence[Sighting], members: Mapping[str, frozenset[str]], *, whole: str = ""
) -> list[Part]:
    votes = Counter(slug for each in spell for slug in _struck(each, who))
    telling = sum(bool(_struck(each, who)) for each in spell)
    named = frozenset(s for s, n in votes.items() if n >= _STRUCK_SHARE * telling or s.startswith("n:"))
    heaps: list[tuple[set[str], list[Sighting]]] = []
    silent: list[Sighting] = []
    for each in spell:
        struck = {_folded(slug, named, members) for slug in _struck(each, who) & named}
        if not struck:
            silent.append(each)
            continue
        joined = [heap for heap in heaps if heap[0] & struck]
        merged = (struck.union(*(h[0] for h in joined)), [s for h in joined for s in h[1]] + [each])
        heaps = [heap for heap in heaps if not heap[0] & struck] + [merged]
    if all(len(told) <= len(silent) and _unknown(struck) for struck, told in heaps):
        heaps.append((set(), []))
    home = max(heaps, key=lambda heap: (not _unknown(heap[0]), len(heap[1]), sorted(heap[0])))
    fitting, others = by_work(home[1], silent, spell) if not whole else (silent, [])
    home[1].extend(fitting)
    heaps += [(set(), told) for told in others]
    return [Part(who, frozenset(struck), tuple(sorted(told, key=_order))) for struck, told in heaps]


def _struck(sighting: Sighting, who: str) -> frozenset[str]:
    """Return whom a report calls struck, and whom it hints at as the counterpart of this union.

    An employer that no organization is known for stands as `n:` and its name where none that is known does.
    """
    if not sighting.parties.struck and (named := _named(sighting)):
        return named
    hinted = {hint.counterpart for hint in sighting.parties.hints if who == f"u:{hint.union}"}
    return sighting.parties.struck | hinted


def _named(sighting: Sighting) -> frozenset[str]:
    """Return the employers of the workers of whom a report tells, if their names are rare in its title."""
    rare = sighting.parties.names
    told = (group for group, employer in sighting.parties.named if rare.intersection(stems(employer)))
    return frozenset(f"n:{employer}" for group in told if (employer := group.partition(" of ")[2]))


def _folded(slug: str, named: frozenset[str], members: Mapping[str, frozenset[str]]) -> str:
    """Count a member of an association that is struck itself as that association."""
    shared = members.get(slug, frozenset()) & named
    return min(shared) if shared else slug


def _order(sighting: Sighting) -> tuple[date, int]:
    return sighting.day, sighting.item


def _attach(who: str, cell: Sequence[Sighting], parts: list[Part]) -> list[Part]:
    """Add reports that name only the employer to the one strike there that they can be about."""
    employer = who.removeprefix("e:").removeprefix("g:worker of ")
    rest: list[Sighting] = []
    for each in cell:
        fitting = [p for p in parts if employer in p.struck and _near(each, p) and _here(each, p)]
        if len(fitting) == 1:
            grown = replace(fitting[0], sightings=tuple(sorted((*fitting[0].sightings, each), key=_order)))
            parts = [grown if p is fitting[0] else p for p in parts]
        elif not fitting and (each.claims or who.startswith("g:")):
            rest.append(each)
    return [*parts, *_parts(who, rest, {})]


def _unknown(struck: Iterable[str]) -> bool:
    return any(slug.startswith("n:") for slug in struck)


def _here(sighting: Sighting, part: Part) -> bool:
    one, two = country(sighting.parties.place), country(home(part.sightings))
    return not one or not two or one == two


def _near(sighting: Sighting, part: Part) -> bool:
    return any(abs(sighting.day - other.day) <= PAUSE for other in part.sightings)


def _candidates(parts: Iterable[Part], names: Mapping[str, str]) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    for part in sorted(parts, key=lambda p: (p.sightings[0].day, p.who, sorted(p.struck))):
        candidate = _candidate(part, names)
        slug, n = candidate.slug, 2
        while slug in found:
            slug, n = f"{candidate.slug}-{n}", n + 1
        found[slug] = replace(candidate, slug=slug)
    return tuple(found[slug] for slug in sorted(found))


def _candidate(part: Part, names: Mapping[str, str]) -> Candidate:
    kind, _, who = part.who.partition("#")[0].strip().partition(":")
    told = part.sightings
    written = Counter(w for s in told for group, w in s.parties.written if kind != "g" or group == who)
    employers = Counter(e for s in told for group, e in s.parties.named if kind == "g" and group == who)
    struck = _written(part) or [name for name, _ in employers.most_common(1)]
    began = next((c.date for s in told for c in s.claims if c.stage == "began"), told[0].day)
    union = (who,) if kind == "u" else ()
    label = names.get(who, who) if kind != "g" or not written else written.most_common(1)[0][0]
    label += f" ({part.trade}s)" if part.trade else ""
    against = f" against {', '.join(names.get(s, s) for s in struck)}" if struck and kind != "e" else ""
    return Candidate(
        slug=_slug(who, part.trade, *(struck if kind != "e" else ()), f"{began:%Y-%m}"),
        name=f"{label}: strike{against}, {began:%B %Y}",
        unions=union,
        struck=tuple(struck),
        workers=tuple(w for w, _ in written.most_common(3)),
        events=_events([c for s in told for c in s.claims], len(told)),
        items=tuple(sorted({s.item for s in told})),
        outlets=len({s.source for s in told}),
        inferred=_inferred(struck, who, told),
        trade=part.trade,
    )


def _written(part: Part) -> list[str]:
    """Return the struck parties of a strike; a name as most reports write it."""
    found = []
    for slug in sorted(part.struck):
        pairs = (pair for s in part.sightings for pair in s.parties.named)
        names = Counter(name for group, name in pairs if f"n:{group.partition(' of ')[2]}" == slug)
        found.append(max(names, key=lambda n: (names[n], n)) if names else slug)
    return found


def _inferred(struck: Iterable[str], who: str, told: Sequence[Sighting]) -> tuple[Inferred, ...]:
    """Return the struck parties that no report names outright, each with the first sentence that means it."""
    found: dict[str, Inferred] = {}
    named: set[str] = set()
    for each in told:
        named |= each.parties.struck
        for hint in each.parties.hints:
            if hint.union == who:
                found.setdefault(
                    hint.counterpart,
                    Inferred(party=hint.counterpart, union=who, item=each.item, quote=hint.quote),
                )
    return tuple(found[party] for party in struck if party in found and party not in named)


def _slug(*parts: str) -> str:
    kept = "".join(c if c.isalnum() and c.isascii() else "-" for part in parts for c in f"{part.lower()}-")
    return "-".join(filter(None, kept.split("-")))


def _events(claims: Sequence[Claim], reports: int) -> tuple[ReportedEvent, ...]:
    """Make one event of the claims of a stage, or one for each day where a stage can come again.

    Where many report, an end that one of them alone tells of is not believed.
    """
    by_stage: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_stage[claim.stage].append(claim)
    chosen: list[Claim] = []
    for stage, same in by_stage.items():
        if stage in STOPS and reports >= _MANY:
            same = [c for c in same if c.confirmed or _told_again(c, same)]  # noqa: PLW2901 -- what is left of it
        ranked = _ranked(same) if same else []
        chosen += ranked[:1] if stage in ONCE else _apart(ranked)
    return tuple(
        ReportedEvent(
            stage=c.stage, date=c.date, item=c.item, quote=c.quote, confirmed=c.confirmed, since=c.since
        )
        for c in sorted(chosen, key=lambda c: (c.date, c.stage))
    )


def _told_again(claim: Claim, same: Sequence[Claim]) -> bool:
    return any(c.item != claim.item and abs(c.date - claim.date) <= _SAME_DAYS for c in same)


def _ranked(same: Sequence[Claim]) -> list[Claim]:
    """Order claims of one stage: the day that most reports give first, and its best words first.

    A strike starts on the first day that a fair share of reports give: later ones tell of its start
    as of something known, and rarely with its day.
    """
    votes: Counter[date] = Counter()
    for claim in same:
        votes[claim.date] += 2 if claim.stated else 1
    near = {day: sum(n for other, n in votes.items() if abs(other - day) <= _SAME_DAYS) for day in votes}
    if same[0].stage in STARTS:
        enough = max(near.values()) * _FAIR_SHARE
        near = {day: -day.toordinal() if n >= enough else -date.max.toordinal() for day, n in near.items()}
    return sorted(
        same, key=lambda c: (not c.confirmed, -near[c.date], -votes[c.date], not c.stated, c.date, c.item)
    )


def _apart(ranked: Sequence[Claim], least: timedelta = timedelta(days=3)) -> list[Claim]:
    kept: list[Claim] = []
    for claim in ranked:
        if all(abs(claim.date - other.date) >= least for other in kept):
            kept.append(claim)
    return kept


def join(
    one: Candidate,
    other: Candidate,
    claims: Sequence[Claim],
    sources: Mapping[int, str],
    members: Mapping[str, frozenset[str]],
) -> Candidate:
    """Make one candidate of two that a person calls one strike: the first keeps its name and union.

    Organizations that only the other strikes are added, but for members of an association that the
    first strikes. `claims` are those of both, `sources` says who brought each item.
    """
    items = tuple(sorted({*one.items, *other.items}))
    more = (s for s in other.struck if s in members and not {s, *members[s]} & {*one.struck})
    return replace(
        one,
        struck=(*one.struck, *more),
        events=_events(claims, len(items)),
        items=items,
        outlets=len({sources[item] for item in items}),
    )
