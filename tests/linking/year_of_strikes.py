"""Score the strikes built from coverage of 2023: `python -m tests.linking.year_of_strikes` prints them.

Needs PICKETWIRE_DATA, the folder of recorded documents. The labels are of reports, not of candidates, so
that the score can be computed again whatever candidates come out. The strikes are in two halves by the hash
of their names: errors are looked at in the first, the second is scored only.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from parsers.text import plain
from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import open_writer, transaction
from picketwire.pipeline.candidates import candidates
from picketwire.records import TaggedItem
from picketwire.settings.load import load
from picketwire.tagging.tagger import Tagger
from tests.builders import feed, news
from tests.linking.conftest import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.linkage import Candidate

LABELS = Path(__file__).parents[1] / "samples" / "linking" / "strikes_of_year.tsv"
PASSING = " (in passing)"
_ELSEWHERE = frozenset({"2023-05-02", "2023-07-25", "2023-07-26"})  # the days of strikes.tsv
_ANYONE = ("worker", "staff", "employee", "union")
_AT = 5000.0  # hours after the start of the tests' story: past the end of the year


@dataclass(frozen=True, slots=True)
class Labelled:
    """A strike as told by the reports: who may be named as its parties."""

    unions: frozenset[str]
    joint: bool  # several unions together: one candidate each
    struck: tuple[str, ...]  # slugs, or words of names
    workers: tuple[str, ...]  # words

    def agrees(self, candidate: Candidate) -> bool:
        """Whether a candidate names no party that is not one, and says who strikes."""
        struck = all(any(known in slug.lower() for known in self.struck) for slug in candidate.struck)
        if candidate.unions:
            return struck and set(candidate.unions) <= self.unions
        told = " ".join((*candidate.workers, candidate.name)).lower()
        return struck and any(word in told for word in (*self.workers, *self.struck, *_ANYONE))


@dataclass(frozen=True, slots=True)
class Score:
    """How many candidates are one strike, found once, with its parties; how many strikes are found."""

    right: int
    wrong: tuple[tuple[str, str], ...]  # slug, and what is wrong
    found: frozenset[str]
    missed: frozenset[str]

    @property
    def precision(self) -> float:
        """The share of the candidates that are right."""
        return self.right / (self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the strikes that are found."""
        return len(self.found) / (len(self.found) + len(self.missed))

    def __str__(self) -> str:
        """Say both, and of how many."""
        candidates, strikes = self.right + len(self.wrong), len(self.found) + len(self.missed)
        return (
            f"precision {self.precision:.2f} of {candidates} candidates, "
            f"recall {self.recall:.2f} of {strikes} strikes"
        )


def labels() -> tuple[dict[str, Labelled], dict[str, set[str]]]:
    """Read who is who, and the strikes that each report is about, by its place."""
    strikes: dict[str, Labelled] = {}
    reports: dict[str, set[str]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        kind, *rest = line.split("\t")
        if kind == "strike":
            name, _, unions, struck, workers = rest
            named = unions.replace("+", ",").split(",")
            strikes[name] = Labelled(frozenset(named), "+" in unions, _words(struck), _words(workers))
        elif kind == "report":
            reports.setdefault(rest[1], set()).add(rest[0])
    return strikes, reports


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def second_half(name: str) -> bool:
    """Whether a strike is of the half that is scored only."""
    return hashlib.blake2b(name.encode(), digest_size=1).digest()[0] % 2 == 1


def store(desk: Desk, data: Path) -> int:
    """Store what the rules tag as about a strike, each entry named by its place; return how many."""
    config = load()
    with transaction(desk.db):
        save_organizations(desk.db, config.organizations)
    tagger, found = Tagger(config.rules), dict[str, list[TaggedItem]]()
    lines = (data / "strikes/keyword-matches-2023.jsonl").read_text("utf-8").splitlines()
    for place, entry in enumerate(map(json.loads, lines)):
        if entry["day"] in _ELSEWHERE:
            continue
        item = news(
            str(place),
            plain(entry["title"] or ""),
            summary=plain(entry["description"] or ""),
            url=entry["link"],
            published=datetime.fromisoformat(entry["date_published"]).astimezone(UTC),
        )
        tags = tagger.tag(item)
        if any(tag.name == "strike" for tag in tags):
            found.setdefault(entry["source"], []).append(TaggedItem(item=item, tags=tags))
    for n, source in enumerate(sorted(found)):
        desk.brings(feed(f"s-{n}"), found[source], at=_AT)
    return sum(map(len, found.values()))


def score(found: Iterable[Candidate], names: Mapping[int, str], half: bool | None = None) -> Score:
    """Score candidates, the largest first; `names` gives the place of each item, `half` says which half."""
    strikes, reports = labels()
    taken: dict[str, set[str]] = {}
    right, wrong = 0, []
    for each in sorted(found, key=lambda c: (-len(c.items), c.slug)):
        name, why = _judged(each, [reports.get(names[i], set()) for i in each.items], strikes, taken)
        if not why:
            taken.setdefault(name, set()).update(each.unions)
        if half is None or second_half(name or names[each.items[0]]) is half:
            right += not why
            wrong += [(each.slug, why)] if why else []
    told = {n for about in reports.values() for n in about if not n.endswith(PASSING)}
    wanted = {name for name in told if half is None or second_half(name) is half}
    return Score(right, tuple(wrong), frozenset(wanted & set(taken)), frozenset(wanted - set(taken)))


def _judged(
    each: Candidate,
    about: Sequence[set[str]],
    strikes: Mapping[str, Labelled],
    taken: Mapping[str, set[str]],
) -> tuple[str, str]:
    """Return which strike most reports of a candidate are of, and what is wrong with it, if anything."""
    votes = Counter(name for names in about for name in {n.removesuffix(PASSING) for n in names})
    whole = {name for names in about for name in names}
    meant = [name for name, n in votes.items() if n * 2 > len(about) and name in strikes and name in whole]
    fitting = [name for name in meant if strikes[name].agrees(each)]
    if not meant:
        return "", "no strike"
    ranked = sorted(fitting or meant, key=lambda name: (-votes[name], name in taken, name))
    name = ranked[0]
    if not fitting:
        return name, f"{name}: other parties"
    again = name in taken and not (strikes[name].joint and set(each.unions) - taken[name])
    return name, f"{name}: a second one" if again else ""


def main() -> None:
    """Print the scores of both halves, with what is wrong in the first."""
    folder = os.environ.get("PICKETWIRE_DATA")
    if not folder:
        print("\nPICKETWIRE_DATA does not name a folder of recorded documents: no scores of strikes")
        return
    with tempfile.TemporaryDirectory() as scratch, open_writer(Path(scratch) / "archive.sqlite") as db:
        desk = Desk(db, (), ())
        reports = store(desk, Path(folder))
        desk.link()
        found, names = candidates(db), dict(desk.rows("SELECT id, native_id FROM items"))
    print(f"\nstrikes of 2023, from {reports} reports")
    first = score(found, names, half=False)
    print(f"  all          {score(found, names)}")
    print(f"  first half   {first}")
    print(f"  second half  {score(found, names, half=True)}")
    for slug, why in first.wrong:
        print(f"    {slug}: {why}")
    print(f"    missed: {', '.join(sorted(first.missed))}")


if __name__ == "__main__":
    main()
