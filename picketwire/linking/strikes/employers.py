"""Read the employer from the words around a group of workers, and leave what may be no name."""

from __future__ import annotations

import re
from functools import lru_cache

from picketwire.linking.naming.names import fold_name
from picketwire.linking.stories.word_weights import RARE, stems, weight
from picketwire.linking.strikes.labour_words import STRIKE, WORD, place_in, plain, table

_NAME_STRIKE = re.compile(
    r"(?:^|(?<=[a-z,] ))(?P<name>[A-Z]{2,6}|(?:[A-Z][\w&-]+[ ]){0,2}[A-Z][\w&-]{2,})(?P<owner>['’]s)?[ ]"
    r"(?:strike|walk-?out|picket line|lockout)s?\b(?!\s(?:price|rate|force|group|zone|fund|law)|[\w-])"
)


def struck_name(text: str) -> str:
    """Return the name that stands right before a word for a strike: “LCBO strike enters sixth day”."""
    if _all_capitalised(text):
        return ""
    if at := _STRIKE_AT.search(text):
        return _proper(at["name"])
    if not (found := _NAME_STRIKE.search(text)):
        return ""
    name = found["name"]
    first = found.start() == 0
    if found["owner"] or (first and " " not in name and not name.isupper()) or place_in(name):
        return ""
    return "" if table().no_names & {plain(word) for word in name.split()} else _proper(name)


_STRIKE_AT = re.compile(
    rf"\b(?i:{STRIKE})\s(?:\w+\s){{0,2}}at\s(?:the\s)?(?P<name>[A-Z][\w&’'/-]*(?:\s[A-Z][\w&’'/-]*){{0,3}})"
)


def employer_before(text: str, words: list[re.Match[str]], at: int) -> str:
    """Return the name right before a group of workers, where capitals tell names from other words."""
    if _all_capitalised(text):
        return _rare_before(text, words, at)
    first = at
    while first > 0 and words[first - 1].group()[0].isupper() and not place_in(words[first - 1].group()):
        if text[words[first - 1].end() : words[first].start()] != " ":
            break
        first -= 1
    name = text[words[first].start() : words[at - 1].end()] if first < at else ""
    single = first == 0 and " " not in name and name[1:] == name[1:].lower()
    if single and table().general.get(plain(words[at].group())) != "worker":
        return ""  # any word may stand at the head of a title before "doctors"
    return _proper(name)


def _rare_before(text: str, words: list[re.Match[str]], at: int) -> str:
    """Return the rare word right before a group of workers in a title whose every word has a capital."""
    if not at or text[words[at - 1].end() : words[at].start()] != " ":
        return ""
    name = _proper(words[at - 1].group())
    abbreviation = name.isupper() and 3 <= len(name) <= 5
    return name if name and (abbreviation or any(weight(s) >= RARE for s in stems(name))) else ""


_AFTER = re.compile(r"\s(?:at|for|with)\s(?:the\s)?(?P<name>[A-Z][\w&’'/-]*(?:\s[A-Z][\w&’'/-]*){0,3})")


def employer_after(text: str, at: int) -> str:
    """Return the name after a group of workers: “workers at Mack Trucks go on strike”."""
    found = None if _all_capitalised(text) else _AFTER.match(text, at)
    return _proper(found["name"]) if found else ""


def _proper(name: str) -> str:
    """Return a name without the ordinary words that stand at its head; none if it is a place or no name."""
    words = re.sub(r"['’]s?$|\s(?:City|State|County)$", "", name).split()
    known = table()
    tail = "-".join(map(plain, words[-2:]))
    if words and {tail, plain(words[-1])} & known.places.keys():
        return ""
    while words and plain(words[0]) in known.adjectives:
        del words[0]
    if all(plain(word) in known.ordinary for word in words) or len("".join(words)) < 3:
        return ""
    if re.search(r"-(?:wide|led|long|related|run|owned)$", words[-1]):
        return ""
    if re.match(STRIKE, words[0], re.IGNORECASE) or plain(words[-1]) in known.workers:
        return ""
    return " ".join(words)


def short(employer: str) -> str:
    """Return the name of an employer without the word for what it is."""
    return re.sub(
        r"\s(?:universit\w+|hospitals?|corp\w*|inc|company|group|plc|trucks|stores)$", "", fold_name(employer)
    )


@lru_cache(maxsize=1_000)
def _all_capitalised(text: str) -> bool:
    longer = [w.group() for w in WORD.finditer(text[:120]) if len(w.group()) > 3]
    return bool(longer) and sum(w[0].isupper() for w in longer) > 0.7 * len(longer)
