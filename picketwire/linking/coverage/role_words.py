"""What a job title says of the role, in words that can be looked for in an article about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from picketwire.linking.naming.names import fold_name

AI = "AI"
# The many ways in which titles and headlines write the one idea.
_AI_WORDS = re.compile(
    r"\b(?:a\.?i\.?(?=\W|$)|ai/ml|"
    r"artificial[ -]intelligence|machine[ -]learning|ml|deep[ -]learning|gen[ -]?ai|"
    r"generative|llms?|large language models?)(?!\w)"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# Words of a title that any other title may have: rank, place, form of work, and glue.
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "our",
        "the",
        "to",
        "with",
        "senior",
        "sr",
        "junior",
        "jr",
        "staff",
        "principal",
        "lead",
        "ii",
        "iii",
        "iv",
        "v",
        "remote",
        "hybrid",
        "us",
        "usa",
        "uk",
        "united",
        "states",
        "california",
        "los",
        "angeles",
        "gatos",
        "new",
        "york",
        "francisco",
        "san",
        "seattle",
        "london",
        "full",
        "part",
        "time",
        "contract",
        "temporary",
        "intern",
        "internship",
        "level",
        "l3",
        "l4",
        "l5",
        "l6",
        "l7",
        "job",
        "role",
        "position",
        "opening",
        "team",
        "department",
        "group",
        "global",
        "international",
        "associate",
    ]
)
# One occupation under several names.
_SAME = {
    "engineering": "engineer",
    "engineers": "engineer",
    "developers": "engineer",
    "developer": "engineer",
    "programmer": "engineer",
    "scientists": "scientist",
    "researchers": "researcher",
    "managers": "manager",
    "directors": "director",
    "designers": "designer",
    "architects": "architect",
    "analysts": "analyst",
    "producers": "producer",
    "technologists": "technologist",
    "artists": "artist",
    "counsels": "counsel",
    "vp": "president",
    "imagineers": "imagineer",
    "platforms": "platform",
    "products": "product",
    "games": "game",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A job title in words: those that tell it from other titles, and its plain form for looking up whole."""

    words: frozenset[str]  # AI stands for every way to write it
    phrase: str  # all words of the title in order, folded, one space between

    @property
    def telling(self) -> frozenset[str]:
        """The words that set this role apart from another AI role."""
        return self.words - {AI}

    @property
    def is_phrase(self) -> bool:
        """Whether the title is long enough to mean something where it stands whole."""
        return len(self.words) > 1 and self.phrase.count(" ") > 3


def read_role(title: str, employer_words: frozenset[str] = frozenset()) -> Role:
    """Read a job title; `employer_words` (folded) name the employer and say nothing of the role."""
    words = words_of(title) - _COMMON - employer_words
    words = frozenset(w for w in words if not w.isdigit() and len(w) > 1)
    return Role(words=words, phrase=phrase_of(title))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in folded form, one for each idea that has several."""
    folded = fold_name(text)
    marked, found = _AI_WORDS.subn(" ", folded)
    words = {_SAME.get(w, w) for w in _WORD.findall(marked)}
    return frozenset(words | {AI} if found else words)


def phrase_of(text: str) -> str:
    """Return a text as its words with one space between, for looking up phrases; a space at either end."""
    return f" {' '.join(_WORD.findall(fold_name(text)))} "
