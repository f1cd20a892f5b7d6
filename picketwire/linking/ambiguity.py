"""Names that are also something else: what tells the organization from the fruit, the river and the word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picketwire.facts import OrganizationKind

# Words that show what a text is about; matched as whole words, a trailing * as a beginning.
_MEDIA = (
    "studio* stream* film* movie* series show* tv television hollywood hbo warner discovery disney netflix actor* "
    "actress* writer* director* producer* screen* box-office premiere* trailer* season episode* subscri* picket* "
    "guild* sag-aftra wga amptp comcast nbc* cable broadcast* merger theme park* release* animation* comedy drama"
)
_BUSINESS = (
    "ceo cfo cto chief company firm* corp* inc shares stock* investor* earnings revenue* profit* quarter* layoff* "
    "lay-off* hire* hiring job* worker* employee* staff employ* warehouse* union* strike* salary salaries pay "
    "recruit* startup* app apps software platform* chip* cloud device* iphone* ipad* ai tech technology "
    "antitrust regulator* lawsuit* sue* sued acquisition* acquire* deal analyst* executive* engineer* data feature* "
    "retail* store* product* launch* unveil* announce* said says spokes* alexa aws delivery driver* user* chatbot*"
)
_LABOUR = (
    "union* strike* striking picket* worker* member* contract* bargain* wage* pay walkout* labor labour ballot* "
    "vote* deal negotiat* staff* employ* unpaid rally picketing organiz* organis* local"
)
_PRESS = "report* accord* told magazine newspaper publish* journalist* editor* wrote write* interview* first review* news"
_BY_KIND: dict[OrganizationKind, str] = {
    "employer": f"{_MEDIA} {_BUSINESS}",
    "union": _LABOUR,
    "local": _LABOUR,
    "association": f"{_LABOUR} {_MEDIA}",
    "publisher": f"{_PRESS} {_BUSINESS}",
    "agency": f"{_LABOUR} {_BUSINESS} ruling ruled court federal board",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known against one name: patterns next to it, words it needs in its text, or none.

    `before` is matched against the text up to the name, `after` against the text behind it; both
    without regard to case but where a pattern says otherwise.
    """

    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    needs: str | None = None


def _doubt(before: str = "", after: str = "", needs: str | None = None) -> Doubt:
    return Doubt(
        re.compile(f"(?:{before})$") if before else None,
        re.compile(f"(?:{after})") if after else None,
        needs,
    )


_DOUBTS: dict[str, Doubt] = {
    "amazon": _doubt(
        r"(?i:\b(?:peruvian|brazilian|colombian|ecuadorian|bolivian|lower|upper|western)\s|"
        r"\b(?:in|of|across|through|protect|save|saving|up|down|from|deep in)\s+the\s)",
        r"(?i:[ -](?:rain\s?forest|river|basin|jungle|forest|region|deforest|tribe|parrot|delta|fires?\b|biome|"
        r"indigenous|summit|fund\b|warrior|women\b|states?\b|nations?\b|soy|cattle|ranch))",
    ),
    "apple": _doubt(
        r"(?i:\b(?:big|adam['’]s|candy|crab|golden|green|red|rotten|bad|an|fiona|an?\s\w+|caramel|toffee|sliced)\s)",
        r"(?i:[ -](?:pies?|juice|cider|orchards?|trees?|picking|pickers?|growers?|farm\w*|crumble|sauce|tart|"
        r"turnover|blossoms?|cake|harvest|strudel|martin|valley|a day|of (?:his|her|my|their) eye|cart)\b)",
    ),
    "meta": _doubt(
        "",
        r"(?i:-\w|[ -](?:analys\w+|description|tags?|commentary|humou?r|narrative|joke|data\b|level|review|game\b|"
        r"world peace|programming))",
    ),
    "max": _doubt(
        r"(?i:\b(?:mad|air|pro|737|ipad|iphone(?: \d+)?(?: pro)?|the|to the|peak|cap at|st|big|little|uncle|hbo)[ -])"
        r"|[A-Z][a-z]+\s(?:and|&)\s",
        r"\s+(?!Original)[A-Z][a-zà-ÿ]{2,}|\s+(?i:and (?:ruby|paddy))|['’]s (?i:kansas|wife|mother|father|son|"
        r"daughter|brother|sister)|(?i:[ -]?(?:payne|power|out\b|speed|temp|heart rate|capacity))",
        "hbo warner discovery stream* series netflix disney* subscri* hulu paramount peacock platform* show* movie* "
        "film* tv original* wbd zaslav",
    ),
    "paramount": _doubt(
        r"(?i:\b(?:is|are|was|remains?|be|of|becomes?|seen as|considered|the)\s)",
        r"(?i:\s+(?:importance|concern|interest|consideration|chief|duty|leader|significance|for|to|that)\b)",
        _MEDIA + " " + _BUSINESS,
    ),
    "universal": _doubt(
        "",
        r"(?i:[ -](?:basic income|credit|health\w*|care|coverage|pre-?k|suffrage|declaration|appeal|truth|design|"
        r"access|service|child\w*|healthcare|music|life|display|church|periodic|remote|language|translator|"
        r"jurisdiction|income|free|values?|vaccin\w*|benefits?|broadband|human|law|grammar|serial))",
        _MEDIA,
    ),
    "discovery": _doubt(
        r"(?i:\b(?:the|a|new|star trek:?|space shuttle|this|their|of|scientific|drug)\s)",
        r"(?i:\s+of\b)",
        _MEDIA,
    ),
    "fox": _doubt(
        r"(?i:\b(?:a|the|red|arctic|urban|megan|jamie|vicente|michael j\.?|liam|samantha|silver|grey|gray|fantastic mr\.?)\s)",
        r"(?i:[ -](?:hunt\w*|hole|terrier|cubs?|fur|squirrel|river|trot))",
        _MEDIA + " " + _BUSINESS + " " + _PRESS,
    ),
    "sky": _doubt(
        r"(?i:\b(?:the|night|blue|in the|open|clear|from the)\s)",
        r"(?i:[ -](?:high|blue|line|light|diving|watch\w*|rocket\w*))",
        _MEDIA + " " + _BUSINESS + " " + _PRESS,
    ),
    "target": _doubt(
        r"(?i:\b(?:a|the|his|her|its|their|our|on|emissions?|inflation|climate|pay|price|easy|prime|soft|next|main|missed?)\s)",
        r"(?i:\s+(?:of|for|date|audience|price|list|on|practice|man)\b)",
        "retail* store* shop* shares stock* ceo earnings worker* employee* union* strike* boycott* company",
    ),
    "shell": _doubt(
        r"(?i:\b(?:a|the|sea|egg|empty|hard|soft|outer|nut|turtle|mortar|tank|artillery)[ -])",
        r"(?i:[ -](?:compan(?:y|ies)|shock\w*|casings?|script|game|of|out|fish|fire))",
        "oil gas energy profit* climate shares ceo company north bp refiner* worker* strike*",
    ),
    "disney": _doubt("", r"(?i:\s+princess\b)"),
    "the guild": _doubt(needs=_LABOUR + " " + _MEDIA),
}

# Plain words that are also names: alone they prove nothing at the head of a sentence or in a headline
# that capitalises every word.
_PLAIN = frozenset(
    [
        "act",
        "actors",
        "alphabet",
        "arm",
        "bell",
        "block",
        "box",
        "brave",
        "bumble",
        "canvas",
        "carnival",
        "caterpillar",
        "chase",
        "chime",
        "citizen",
        "clear",
        "clever",
        "coach",
        "cohere",
        "compass",
        "costa",
        "crane",
        "cruise",
        "deadline",
        "delta",
        "dish",
        "discord",
        "dow",
        "equity",
        "etsy",
        "figure",
        "focus",
        "forbes",
        "fortune",
        "gap",
        "general",
        "globe",
        "grab",
        "guardian",
        "hinge",
        "impact",
        "indeed",
        "independent",
        "intel",
        "intercept",
        "jet",
        "kraft",
        "legendary",
        "lemonade",
        "liberty",
        "lift",
        "light",
        "lime",
        "lumen",
        "mars",
        "match",
        "medium",
        "metro",
        "mirror",
        "mint",
        "mutiny",
        "nation",
        "next",
        "notion",
        "nova",
        "oracle",
        "orange",
        "peacock",
        "people",
        "pilot",
        "pinnacle",
        "polygon",
        "post",
        "prime",
        "progress",
        "prospect",
        "puma",
        "quartz",
        "reach",
        "replica",
        "republic",
        "ring",
        "rise",
        "riot",
        "runway",
        "sage",
        "scale",
        "scope",
        "signal",
        "slack",
        "slate",
        "snap",
        "sonos",
        "sonic",
        "source",
        "spark",
        "spectrum",
        "spirit",
        "splash",
        "sprint",
        "square",
        "stability",
        "star",
        "stitch",
        "stripe",
        "sun",
        "suno",
        "sunrise",
        "surge",
        "telegraph",
        "tide",
        "time",
        "times",
        "total",
        "tubi",
        "tribune",
        "truth",
        "twitch",
        "uber",
        "unison",
        "unite",
        "united",
        "unity",
        "valve",
        "variety",
        "verge",
        "vice",
        "victory",
        "virgin",
        "visa",
        "vox",
        "vulture",
        "wave",
        "wired",
        "wise",
        "wish",
        "word",
        "world",
        "x",
        "zest",
        "zoom",
        "blizzard",
        "bungie",
        "epic",
        "scholastic",
        "mattel",
        "hasbro",
        "activision",
        "solidarity",
        "usdaw",
        "aware",
        "community",
        "gig",
        "lucid",
        "rivian",
        "inflection",
        "perplexity",
        "adept",
        "character",
    ]
)


def doubt(name: str, kind: OrganizationKind) -> Doubt | None:
    """Return what is to be checked where `name` (case-folded) stands in a text; None for a name of its own."""
    known = _DOUBTS.get(name)
    if known is not None:
        return known
    return Doubt(needs=_BY_KIND[kind]) if name in _PLAIN else None


def is_plain(name: str) -> bool:
    """Whether `name` (case-folded) is also a word of the language, so that its place in the sentence counts."""
    return name in _PLAIN


@cache
def context_pattern(words: str) -> re.Pattern[str]:
    """Compile a list of words, a trailing * standing for any ending."""
    parts = sorted(
        {re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "") for w in words.split()}
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
