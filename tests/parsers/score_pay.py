"""Score what is read of pay: `python -m tests.parsers.score_pay` prints both sets of fresh sentences.

The sentences were written and labelled before anything read them; what the first reading got right is in
docs/postings.md, what it gets right now is printed here.
"""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

from parsers.pay.finding import pay_record

SAMPLES = Path(__file__).parents[1] / "samples" / "pay"
SETS = {"unseen_postings": "employer-text", "unseen_press": "press"}
TOLERANCE = Fraction(1, 200)


def key(band):
    return (band["low"], band["high"], band["currency"], band["period"])


def close(one, other):
    if one is None or other is None:
        return one is other
    return abs(Fraction(one) - Fraction(other)) <= TOLERANCE * max(abs(one), abs(other))


def same(one, other):
    return close(one[0], other[0]) and close(one[1], other[1]) and one[2:] == other[2:]


def envelope(bands):
    lows = [band["low"] for band in bands if band["low"] is not None]
    highs = [band["high"] for band in bands if band["high"] is not None]
    return min(lows, default=None), max(highs, default=None)


def matched(gold, found):
    """Each labelled band with its own found one, or None where the two lists differ."""
    left = list(found)
    pairs = []
    for band in gold:
        twin = next((it for it in left if same(key(band), key(it))), None)
        if twin is None:
            return None
        left.remove(twin)
        pairs.append((band, twin))
    return None if left else pairs


def judge(gold, found):
    if not gold:
        return {"exact": not found, "no pay left alone": not found}
    pairs = matched(gold, found)
    ends, found_ends = envelope(gold), envelope(found)
    verdict = {
        "exact": pairs is not None,
        "envelope": close(ends[0], found_ends[0]) and close(ends[1], found_ends[1]),
        "currency": {band["currency"] for band in gold} == {band["currency"] for band in found},
        "period": {band["period"] for band in gold} == {band["period"] for band in found},
        "all bands": pairs is not None,
    }
    if pairs:
        # the set of structured fields names no basis
        verdict["basis"] = all(one.get("basis") in {None, other["basis"]} for one, other in pairs)
    return verdict


def scores(rows, gold_of, stated_by="employer-text"):
    """The share that is right of each measure, and the ids of the rows with any fault."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong = []
    for row in rows:
        verdict = judge(gold_of(row), pay_record(row, stated_by=stated_by)["pay"])
        asked.update(verdict.keys())
        right.update(name for name, ok in verdict.items() if ok)
        if not all(verdict.values()):
            wrong.append(row["id"])
    return {name: right[name] / asked[name] for name in asked}, wrong


def unique(bands):
    """Identical bands of a label count once."""
    return list({key(band): band for band in bands or ()}.values())


def read(path):
    """The rows of a file of one JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def of_row(row):
    """The labelled bands of a row, each once."""
    return unique(row["pay"])


def main():
    """Print both own sets, and the faults."""
    for name, stated_by in SETS.items():
        rows = read(SAMPLES / f"{name}.jsonl")
        got, wrong = scores(rows, of_row, stated_by)
        print(
            f"{name} ({len(rows)}): " + ", ".join(f"{measure} {share:.3f}" for measure, share in got.items())
        )
        print("  faults: " + " ".join(wrong))


if __name__ == "__main__":
    main()
