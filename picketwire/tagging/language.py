"""Guess the language of a short text from its commonest words, for rules that hold in one language only."""

from __future__ import annotations

_COMMON = {
    "en": (
        "the of to and in a is for on with as at by from it that are was be this will has have after "
        "over who what why how not you new says his her their its can than more about into"
    ),
    "de": (
        "der die das und ist nicht mit von den im für auf ein eine einer des dem sich wird bei nach auch "
        "als wie zu zum zur sind hat aus werden über noch nur was in sie es an er so wir man wenn darf"
    ),
    "fr": (
        "le la les des du et est une un en dans pour par sur au aux que qui pas avec ce cette son ses "
        "plus ne sont a été après entre"
    ),
    "es": (
        "el la los las de del y en que un una por con para es su se al como más pero sus lo no está "
        "sobre tras entre ha han este"
    ),
    "pl": (
        "w i z na do się nie jest to że od po za o przez dla jak co ale czy są był będzie już który "
        "która tym ich jego oraz bez przed"
    ),
    "it": (
        "il lo la gli le di del della e un una che per con non sono è nel nella dei delle al ai alla "
        "come più ma si da dal anche"
    ),
    "pt": (
        "o os a as do da dos das em no na e que um uma por com para não é se ao como mais mas foi são "
        "pelo pela"
    ),
    "nl": (
        "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door naar uit werd wordt"
    ),
    "sv": ("och att det som en ett på är av för med den till inte har om var men från kan nu efter vid"),
}
_VOTES: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _VOTES[_word] = (*_VOTES.get(_word, ()), _language)
_WINDOW = 1500  # code points that are enough to tell


def guess(text: str) -> str | None:
    """Return the language that `text` is clearly written in (a two-letter code), or None."""
    votes: dict[str, int] = {}
    for word in text[:_WINDOW].lower().split():
        for language in _VOTES.get(word, ()):
            votes[language] = votes.get(language, 0) + 1
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    if not ranked or ranked[0][1] < 2:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    return ranked[0][0]
