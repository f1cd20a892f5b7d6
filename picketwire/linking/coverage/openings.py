"""Postings ready to be looked up by what a news item says: organization, figure, title, address, number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from picketwire.linking.coverage.figures import stated
from picketwire.linking.coverage.role_words import Role, read_role
from picketwire.linking.naming.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from picketwire.linkage import Figures, Opening

_NUMBER_LENGTH = 6  # a shorter id is in too many texts by chance


@dataclass(frozen=True, slots=True)
class Known:
    """A posting and its title in words."""

    opening: Opening
    role: Role


def numbers(opening: Opening) -> set[str]:
    """Return the ids of a posting that are telling enough to be looked for in a text, folded."""
    folded = {fold_name(number) for number in (opening.native_id, opening.requisition_id) if number}
    return {n for n in folded if len(n) >= _NUMBER_LENGTH and any(c.isdigit() for c in n)}


@dataclass(slots=True)
class Openings:
    """All postings that a batch of news may be about.

    `lineage` gives each organization with its forebears, `names` what people call it.
    """

    lineage: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    by_organization: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[tuple[str, Decimal], list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_address: dict[str, list[Opening]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, list[Opening]] = field(default_factory=lambda: defaultdict(list))
    ids: set[int] = field(default_factory=set)

    def add(self, opening: Opening) -> None:
        """Take in one posting, once; any is found by its address, those about AI by what they are as well."""
        if opening.id in self.ids:
            return
        self.ids.add(opening.id)
        if opening.ai:
            known = Known(opening, read_role(opening.title, self._employer_words(opening)))
            amounts = {amount for band in opening.pay for amount in stated(band)}
            for organization in self.line(opening):
                self.by_organization[organization].append(known)
                for amount in amounts:
                    self.by_amount[organization, amount].append(known)
            for number in numbers(opening):
                self.by_number[number].append(opening)
        if opening.canonical:
            self.by_address[opening.canonical].append(opening)

    def line(self, opening: Opening) -> frozenset[str]:
        """Return the hiring organization with its forebears."""
        return self.lineage.get(opening.organization or "", frozenset())

    def name(self, slug: str) -> str:
        """Return what people call an organization."""
        return self.names.get(slug, slug)

    def at_pay(self, organization: str, press: Iterable[Figures]) -> Iterator[Known]:
        """Yield the organization's postings that state one of these amounts, each once."""
        seen: set[int] = set()
        for amount in sorted({a for band in press for a in stated(band)}):
            for known in self.by_amount.get((organization, amount), ()):
                if known.opening.id not in seen:
                    seen.add(known.opening.id)
                    yield known

    def titled(self, organization: str, words: frozenset[str], phrase: str) -> Iterator[Known]:
        """Yield the organization's postings whose whole title stands in a text."""
        for known in self.by_organization.get(organization, ()):
            if known.role.telling <= words and known.role.is_phrase and known.role.phrase in phrase:
                yield known

    def _employer_words(self, opening: Opening) -> frozenset[str]:
        return frozenset(word for slug in self.line(opening) for word in fold_name(self.name(slug)).split())
