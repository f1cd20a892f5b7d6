"""English word forms for the `~` of the phrase language; a form that no text uses costs nothing."""

from __future__ import annotations

_IRREGULAR = {
    "be": "is are was were been being am",
    "begin": "begins began begun beginning",
    "break": "breaks broke broken breaking",
    "bring": "brings brought bringing",
    "build": "builds built building",
    "buy": "buys bought buying",
    "child": "children child's children's",
    "come": "comes came coming",
    "do": "does did done doing",
    "drive": "drives drove driven driving",
    "fight": "fights fought fighting",
    "find": "finds found finding",
    "get": "gets got gotten getting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "have": "has had having",
    "hit": "hits hitting",
    "hold": "holds held holding",
    "keep": "keeps kept keeping",
    "lay": "lays laid laying",
    "lead": "leads led leading",
    "leave": "leaves left leaving",
    "lose": "loses lost losing",
    "make": "makes made making",
    "man": "men man's men's",
    "meet": "meets met meeting",
    "pay": "pays paid paying",
    "put": "puts putting",
    "quit": "quits quitting quitted",
    "rise": "rises rose risen rising",
    "say": "says said saying",
    "see": "sees saw seen seeing",
    "seek": "seeks sought seeking",
    "sell": "sells sold selling",
    "send": "sends sent sending",
    "set": "sets setting",
    "shut": "shuts shutting",
    "speak": "speaks spoke spoken speaking",
    "spend": "spends spent spending",
    "spread": "spreads spreading",
    "stand": "stands stood standing",
    "strike": "strikes struck striking stricken strike's strikes'",
    "take": "takes took taken taking",
    "teach": "teaches taught teaching",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "win": "wins won winning",
    "woman": "women woman's women's",
    "write": "writes wrote written writing",
}
_VOWELS = frozenset("aeiou")
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def forms(word: str) -> tuple[str, ...]:
    """Return `word` and its plural, possessive and verb forms; capitals of `word` are kept."""
    irregular = _IRREGULAR.get(word)
    if irregular:
        return (word, *irregular.split())
    plural = _plural(word)
    found = [word, plural, f"{word}'s", f"{plural}'", *_verb_forms(word)]
    return tuple(dict.fromkeys(found))


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_SIBILANTS) else f"{word}s"


def _verb_forms(word: str) -> list[str]:
    if word.endswith("e"):
        return [f"{word}d", f"{word[:-1]}ing"]
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return [f"{word[:-1]}ied", f"{word}ing"]
    found = [f"{word}ed", f"{word}ing"]
    if word[-1:] not in "aeiouwxy" and word[-2:-1] in _VOWELS and len(word) > 2:
        found += [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"]  # plan: planned, planning
    return found
