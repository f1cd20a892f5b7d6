"""Score the tag rules: `python -m tests.tagging.score` prints P, R and F1 by tag and error class.

Three sets: our own hard cases (cases.jsonl); and, where PICKETWIRE_DATA names the folder of recorded
documents, the labelled sets there and our verdicts on what the rules flag in real feeds
(live_verdicts.tsv: where, link, tag, 1 right or 0 wrong; live_facets.tsv: the facets of one group that
an item should have; live_stages.tsv: the stages that reports should have, labelled before the rules had
seen them: `dev` for mending, `held` and `last` for scoring once). floors.json pins what must not be undercut.
"""

from __future__ import annotations

import csv
import json
import lzma
import os
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsers.text import plain
from picketwire.tagging.records_json import tag_record
from tests.tagging.rules import tagger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
NEWS_TAGS = ("strike", "ai", "ai_role")
STAGES, SECTORS, KINDS = "stages of strikes", "sectors of strikes", "kinds of ai_role"
Record = dict[str, Any]


@dataclass(slots=True)
class Count:
    """How often a tag was given rightly, wrongly, or missed; `unread` ones have no verdict."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    unread: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, *, given: bool, wanted: bool, what: str) -> None:
        """Count one decision."""
        self.right += given and wanted
        self.wrong += given and not wanted
        self.missed += wanted and not given
        if given != wanted:
            self.faults.append(f"{'wrong' if given else 'missed'}  {what}")

    @property
    def precision(self) -> float:
        """Share of the given that is right; 1 where nothing was given."""
        given = self.right + self.wrong
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was given; 1 where nothing was wanted."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)

    def __str__(self) -> str:
        unread = f"  unread {self.unread}" if self.unread else ""
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  "
            f"(right {self.right}, wrong {self.wrong}, missed {self.missed}){unread}"
        )


def given(record: Record) -> set[str]:
    """Return the tags that the rules give a record."""
    return set(tag_record(tagger(), record)["tags"])


def own() -> tuple[dict[str, Count], dict[str, Count]]:
    """Score our own cases, by tag and by error class."""
    by_tag: dict[str, Count] = defaultdict(Count)
    by_class: dict[str, Count] = defaultdict(Count)
    for case in _lines(HERE / "cases.jsonl"):
        tags, posting = given(case), case["kind"] == "posting"
        for tag in ("ai_role",) if posting else NEWS_TAGS:
            decision = {"given": tag in tags, "wanted": tag in case["tags"], "what": case["title"]}
            by_tag["ai_role, postings" if posting else tag].add(**decision)
            if not case["class"].startswith(("strike", "ai:")) or tag == case["class"].split(":")[0]:
                by_class[case["class"]].add(**decision)
    return by_tag, by_class


def facets() -> dict[str, Count]:
    """Score the facets of our own cases that say which they should have, by group."""
    counts: dict[str, Count] = {STAGES: Count(), SECTORS: Count(), KINDS: Count()}
    for case in _lines(HERE / "cases.jsonl"):
        if "facets" in case:
            wanted = set(case["facets"])
            for facet in sorted(wanted | {tag for tag in given(case) if _group(tag)}):
                here = {"given": facet in given(case), "wanted": facet in wanted}
                counts[_group(facet)].add(**here, what=f"{facet}: {case['title']}")
    return counts


def _group(tag: str) -> str:
    """Return the group that a facet belongs to; nothing for a tag that is none."""
    prefix, slash, _ = tag.partition("/")
    return {"strike": STAGES, "strike_sector": SECTORS, "ai_role": KINDS}.get(prefix, "") if slash else ""


def labelled(data: Path) -> dict[str, Count]:
    """Score the labelled sets among the recorded documents."""
    counts: dict[str, Count] = defaultdict(Count)
    for name, tags in (("news", NEWS_TAGS), ("postings", ("ai_role",))):
        for row in _lines(data / "tagging" / f"{name}_dev.jsonl"):
            found = given(row)
            for tag in tags:
                key = f"{tag}, {name}" if tag == "ai_role" else tag
                counts[key].add(given=tag in found, wanted=bool(row[tag]), what=row["title"])
    return counts


def live(data: Path) -> dict[str, Count]:
    """Score our verdicts on real items at their natural rate; what has no verdict is `unread`."""
    verdicts = _verdicts()
    counts: dict[str, Count] = defaultdict(Count)
    wanted_facets = _wanted_facets()
    for where, rows in _sets(data):
        for row in rows:
            found = given(row)
            for tag in ("strike", "ai_role"):
                wanted = verdicts.get((where, row["id"], tag))
                if wanted is not None:
                    counts[f"{tag}, {where}"].add(given=tag in found, wanted=wanted, what=row["title"])
                elif tag in found:
                    counts[f"{tag}, {where}"].unread += 1
            for group, facets in wanted_facets.get((where, row["id"]), {}).items():
                _add_facets(counts[group], found, facets, group, row["title"])
    return counts


def stages(data: Path) -> dict[str, Count]:
    """Score the stages of the reports of live_stages.tsv, by part."""
    counts: dict[str, Count] = defaultdict(Count)
    with (HERE / "live_stages.tsv").open(encoding="utf-8", newline="") as file:
        read = {(row["set"], row["link"]): row for row in csv.DictReader(file, delimiter="\t")}
    for where, rows in (*_sets(data), ("news-dev", _lines(data / "tagging" / "news_dev.jsonl"))):
        for row in rows:
            label = read.get((where, row["id"]))
            if label is not None:
                wanted = set() if label["facets"] == "-" else set(label["facets"].split())
                _add_facets(counts[f"{STAGES}, {label['part']}"], given(row), wanted, STAGES, row["title"])
    return counts


def _sets(data: Path) -> tuple[tuple[str, Iterable[Record]], ...]:
    return (("feeds-2023", _feeds(data)), ("pool", _pool(data)), ("keywords-2023", _keywords(data)))


def _add_facets(count: Count, found: set[str], wanted: set[str], group: str, title: str) -> None:
    for facet in sorted(wanted | {tag for tag in found if _group(tag) == group}):
        count.add(given=facet in found, wanted=facet in wanted, what=f"{facet}: {title}")


def floors() -> dict[str, dict[str, float]]:
    """Return the pinned F1 (own, labelled) and precision (live) by set and tag."""
    found: dict[str, dict[str, float]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    return found


def _verdicts() -> dict[tuple[str, str, str], bool]:
    with (HERE / "live_verdicts.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["set"], row["link"], row["tag"]): row["label"] == "1" for row in rows}


def _wanted_facets() -> dict[tuple[str, str], dict[str, set[str]]]:
    """Return the facets that read items should have, by set and link and by group of facets."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    with (HERE / "live_facets.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            facets = set() if row["facets"] == "-" else set(row["facets"].split())
            found[row["set"], row["link"]][_group(f"{row['group']}/")] = facets
    return found


def _feeds(data: Path) -> Iterator[Record]:
    """Yield each entry of the feeds of three days once, its markup resolved as a parser would."""
    seen: set[str] = set()
    for path in sorted((data / "strikes" / "feeds-2023").glob("*/*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            link = entry.get("link") or entry.get("title")
            if link not in seen:
                seen.add(link)
                summary = plain(entry.get("description") or "")
                yield {"id": link, "title": entry.get("title") or "", "summary": summary}


def _keywords(data: Path) -> Iterator[Record]:
    """Yield the entries of 2023 that match a crude rule, of which a random part was read."""
    for entry in _lines(data / "strikes" / "keyword-matches-2023.jsonl"):
        summary = plain(entry.get("description") or "")
        yield {"id": entry["link"], "title": entry["title"], "summary": summary}


def _pool(data: Path) -> Iterator[Record]:
    with lzma.open(data / "tagging" / "pool.jsonl.xz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _lines(path: Path) -> Iterable[Record]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _show(heading: str, counts: dict[str, Count], *, faults: bool) -> None:
    print(f"\n{heading}")
    for name, count in counts.items():
        print(f"  {name:58} {count}")
        for fault in count.faults if faults else ():
            print(f"      {fault[:150]}")


def main() -> None:
    """Print every score; `--faults` adds each wrong or missed item."""
    faults = "--faults" in sys.argv
    by_tag, by_class = own()
    _show("own cases, by tag", by_tag, faults=faults)
    _show("own cases, by error class", by_class, faults=False)
    _show("own cases, facets", facets(), faults=faults)
    folder = os.environ.get("PICKETWIRE_DATA")
    if folder:
        _show("labelled sets", labelled(Path(folder)), faults=faults)
        _show("verdicts on real items", live(Path(folder)), faults=faults)
        _show("stages of reports", stages(Path(folder)), faults=faults)
    else:
        print("\nPICKETWIRE_DATA does not name a folder of recorded documents: no scores on real items")


if __name__ == "__main__":
    main()
