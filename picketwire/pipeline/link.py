"""Link what is new in the archive: employers, names, coverage and strikes, in one transaction."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from picketwire.archive import item_links, verdicts
from picketwire.archive import links as archive
from picketwire.archive import statements as statements_archive
from picketwire.archive import strike_facts as facts_archive
from picketwire.archive.opening import transaction
from picketwire.linkage import TEXT_FIELDS, LinkReport, PayQuestion
from picketwire.linking.coverage.choosing import choose, merged, questions, weigh, window
from picketwire.linking.coverage.figures import stated
from picketwire.linking.coverage.openings import Openings, numbers
from picketwire.linking.coverage.reading import Reading, is_candidate
from picketwire.linking.coverage.role_words import read_role
from picketwire.linking.judging import Overruling
from picketwire.linking.naming.lineage import associations, lineages
from picketwire.linking.naming.names import Names
from picketwire.linking.statements.reading import statements
from picketwire.linking.stories.likeness import HASHING
from picketwire.linking.strikes.facts import strike_facts
from picketwire.linking.strikes.struck import Overlap, strike_link
from picketwire.linking.strikes.told import Kin, placed, told
from picketwire.pipeline.confirming import has_work, settle
from picketwire.pipeline.stories import Gathering

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlite_utils.db import Database

    from picketwire.facts import Organization, StrikeFact
    from picketwire.linkage import News, Opening, Statement
    from picketwire.linking.coverage.choosing import Clues
    from picketwire.settings.settings import ConfirmRule

VERSION = "10"  # of the rules of linking: another number links everything anew


def link(
    db: Database, *, now: datetime, everything: bool = False, confirm: ConfirmRule | None = None
) -> LinkReport:
    """Bring all links to what the archive holds; `db` must be open for writing.

    Only items that are new or changed and their neighbours are looked at, unless `everything` is set
    or the facts that links rest on have changed. Strikes that persons or the rule `confirm` want on
    record are put there and linked. A second run changes nothing.
    """
    with transaction(db):
        items, said = archive.unlinked(db), archive.state(db).get("verdicts", "")
        report = _link(db, everything=everything)
        anew = report.full or said != verdicts.state_hash(db)
        if has_work(db, None if anew else items, confirm):
            if settle(db, now, confirm):
                report = report.followed_by(_link(db))
            archive.save_state(db, {"verdicts": verdicts.state_hash(db)})
    return report


def _link(db: Database, *, everything: bool = False) -> LinkReport:
    before = archive.state(db)
    basis = {"facts": archive.facts_hash(db), "version": f"{VERSION} {HASHING}"}
    strikes = statements_archive.strikes_hash(db)
    full = everything or any(before.get(name) != value for name, value in basis.items())
    run = _Run(db, archive.organizations(db))
    items = archive.all_items(db) if full else archive.unlinked(db)
    report = run.link(items, full=full, strikes_changed=before.get("strikes") != strikes)
    archive.clear_unlinked(db)
    archive.save_state(db, basis | {"strikes": strikes})
    return report


class _Run:
    """One run of linking inside one transaction."""

    def __init__(self, db: Database, organizations: Sequence[Organization]) -> None:
        self.db = db
        self.organizations = {o.slug: o for o in organizations}
        self.openings = Openings(
            lineage=lineages(organizations), names={o.slug: o.name for o in organizations}
        )
        self._loaded: set[str] = set()
        self._relinked: set[int] = set()  # news whose links to postings changed

    @cached_property
    def names(self) -> Names:
        """Their names, compiled when the first text is read: most runs have none to read."""
        return Names(self.organizations.values())

    def link(self, items: Sequence[int], *, full: bool, strikes_changed: bool) -> LinkReport:
        """Link these items and their neighbours."""
        employers = self._settle_employers(items)
        mentions = self._find_names(items)
        coverage = self._cover(items, full=full)
        strikes = self._strike()
        told = Gathering(self.db, self.organizations.values())
        stories = told.run(set(items) | self._relinked, full=full)
        said = self._listen(items, everything=full or strikes_changed)
        new, removed, changed = (sum(counts) for counts in zip(coverage, strikes, strict=True))
        return LinkReport(
            looked_at=len(items),
            full=full,
            new_links=new,
            removed_links=removed,
            changed_links=changed,
            new_mentions=mentions[0],
            removed_mentions=mentions[1],
            new_stories=stories[0],
            removed_stories=stories[1],
            new_statements=said[0],
            removed_statements=said[1],
            employers=employers,
        )

    def _settle_employers(self, items: Sequence[int]) -> int:
        """A board's employer is its source's; where a source has none, the posting's own words decide."""
        settled = []
        for item, now, given, written, day in archive.employers(self.db, items):
            right = given or self.names.exact(written, day)
            if right != now:
                settled.append((item, right))
        archive.save_employers(self.db, settled)
        return len(settled)

    def _find_names(self, items: Sequence[int]) -> tuple[int, int]:
        added = removed = 0
        for batch in archive.news(self.db, items):
            found = {n.id: self.names.find({f: n.text(f) for f in TEXT_FIELDS}, n.day) for n in batch}
            new, gone = archive.save_mentions(self.db, found)
            added, removed = added + new, removed + gone
        return added, removed

    def _cover(self, items: Sequence[int], *, full: bool) -> tuple[int, int, int]:
        """Link these items, and those whose choice between postings may have moved with theirs."""
        judged = Overruling.of(verdicts.judged_links(self.db))
        decided = set(items) if full else set(items) | self._news_about(items) | judged.items_of(items)
        clues = self._weigh(decided)
        votes: list[Clues] = []
        if not full:
            moved = self._stating([*questions(clues), *self._formerly(decided)]) - decided
            clues += self._weigh(moved)
            decided |= moved
            votes = self._weigh(self._stating(questions(clues)) - decided)
        chosen = [each for each in choose([*clues, *votes]) if each.item in decided]
        now = judged.applied(chosen, decided)
        before = archive.coverage_of(self.db, decided)
        self._relinked = {each.item for each in {*before} ^ {*now}}
        return archive.save_links(self.db, before, now)

    def _stating(self, asked: Iterable[PayQuestion]) -> set[int]:
        return {item for question in asked for item in archive.news_stating(self.db, question)}

    def _formerly(self, items: set[int]) -> list[PayQuestion]:
        """Ask for the news that leant on links which these items had until now."""
        postings = {each.posting for each in archive.coverage_of(self.db, items)}
        return self._asking(archive.openings(self.db, sorted(postings)))

    def _asking(self, openings: Iterable[Opening]) -> list[PayQuestion]:
        """Ask for all news that states the pay of postings, now or once, while they were open."""
        openings = [o for o in openings if o.ai]
        repaid = archive.repaid(self.db, [o.id for o in openings])
        asked = {
            PayQuestion(
                employer=slug,
                amounts=None if o.id in repaid else frozenset(a for band in o.pay for a in stated(band)),
                since=window(o)[0],
                until=window(o)[1],
            )
            for o in openings
            for slug in self.openings.line(o)
            if o.pay or o.id in repaid
        }
        return merged(asked)

    def _weigh(self, items: Collection[int]) -> list[Clues]:
        return [c for batch in archive.news(self.db, sorted(items)) for c in self._weigh_batch(batch)]

    def _weigh_batch(self, batch: Sequence[News]) -> list[Clues]:
        self._load(m.organization for n in batch if is_candidate(n) for m in n.mentions)
        readings = [Reading(n) for n in batch]
        addresses = {address for r in readings for address in r.addresses | r.leads}
        for opening in archive.openings(self.db, archive.postings_at(self.db, addresses)):
            self.openings.add(opening)
        return [clues for n in batch for clues in weigh(n, self.openings)]

    def _load(self, named: Iterable[str]) -> None:
        """Read the AI postings of these organizations and of all that belong to them."""
        wanted = set(named) - self._loaded
        self._loaded |= wanted
        below = {slug for slug, line in self.openings.lineage.items() if line & wanted}
        if below:
            for opening in archive.openings(self.db, archive.ai_openings_of(self.db, below)):
                self.openings.add(opening)

    def _news_about(self, items: Sequence[int]) -> set[int]:
        """Find the stored news that changed postings may now be, or no longer be, reported in."""
        found: set[int] = set()
        changed = list(archive.openings(self.db, items))
        if not changed:
            return found
        found.update(archive.covering(self.db, [o.id for o in changed]))
        addresses = {o.canonical for o in changed if o.canonical}
        found.update(archive.news_at(self.db, addresses))
        known = {number for o in changed if o.ai for number in numbers(o)}
        found.update(item_links.leading_to(self.db, addresses, known))
        found |= self._stating(self._asking(changed))
        for phrase in {p for o in changed for p in _phrases(o)}:
            found.update(archive.news_with_phrase(self.db, phrase))
        return found

    def _listen(self, items: Sequence[int], *, everything: bool) -> tuple[int, int]:
        """Read demands, quotes and numbers in what these items say of strikes and postings."""
        known = statements_archive.with_statements(self.db)
        looked = known if everything else known & (set(items) | self._relinked)
        talking = statements_archive.talking(self.db, looked)
        strikes = statements_archive.strikes(self.db)
        sectors = facts_archive.sector_spans(self.db, talking)
        kin = Kin(
            kinds={slug: o.kind for slug, o in self.organizations.items()},
            lineage=self.openings.lineage,
            associations=associations(self.organizations.values()),
        )
        found: dict[int, tuple[Statement, ...]] = dict.fromkeys(looked, ())
        about: dict[int, tuple[str, ...]] = dict.fromkeys(looked, ())
        facts: dict[int, dict[str, tuple[StrikeFact, ...]]] = {}
        for batch in archive.news(self.db, sorted(talking)):
            for n in batch:
                fought, said = told(n, strikes, kin), statements(n, kin.kinds)
                found[n.id] = placed(said, fought, talking[n.id], kin)
                if "strike" in n.tags:
                    about[n.id] = tuple(strike.slug for strike in fought)
                    facts[n.id] = strike_facts(n, said, sectors.get(n.id, ()), fought, kin)
        facts_archive.save_told(self.db, about, facts)
        return statements_archive.save_statements(self.db, found)

    def _strike(self) -> tuple[int, int, int]:
        hints = facts_archive.inferred_parties(self.db)
        overlaps = (Overlap(*row) for row in archive.overlaps(self.db))
        now = [strike_link(o, self.organizations, hints.get((o.strike, o.struck_party))) for o in overlaps]
        return archive.save_links(self.db, archive.strike_links(self.db), now)


def _phrases(opening: Opening) -> Iterable[str]:
    """Yield the words by which full-text search finds what may report a posting."""
    if opening.canonical:
        yield opening.canonical.partition("://")[2]
    if opening.ai:
        yield from numbers(opening)
        role = read_role(opening.title)
        if role.is_phrase:
            yield role.phrase.strip()
