"""News of ordinary length and mix for measuring tagging: real feeds where they are at hand, else made up.

In both about one item in twenty has to do with strikes or AI; most hold none of the words of any rule.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from parsers.text import plain
from picketwire.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = datetime(2023, 5, 1, tzinfo=UTC)
_WHO = """\
The mayor
A court in Lisbon
The central bank
Two climbers
The home side
A retired teacher
The minister of transport
An amateur astronomer
The city council
A coastguard crew
The opposition
A bakery in Leeds
The festival’s director
A pension fund
Volunteers
The airline
A jury
Farmers in the valley
The museum
A former champion
Residents
The regulator
A young pianist
The weather service
A chain of pharmacies
The embassy
""".splitlines()
_DID = """\
opens
puts off
wins praise for
defends
looks again at
cannot explain
celebrates
apologises for
plans
sells
warns of
restores
loses
discovers
closes
votes down
doubles
inspects
rejects criticism of
remembers
""".splitlines()
_WHAT = """\
a bridge that took eleven years
the oldest lighthouse on the coast
record rents
a late goal
lower interest rates
the missing paintings
a heatwave in the south
its quarterly results
cheaper tickets for children
a new tram line
the harvest after a dry spring
plans for a stadium
an error in the count
the café by the river
a rare orchid
the flood defences
a budget without new taxes
its summer programme
the search for a lost dog
a recall of kettles
the border crossing
a quiet weekend
the price of olive oil
old letters in the attic
""".splitlines()
_MORE = """\
Nobody was hurt, said a spokeswoman on Tuesday
It is the first time since 1987
Critics call the decision “short-sighted”
More is expected later this week
Neighbours had complained about noise for months
The figures were published this morning
A second attempt is planned for the autumn
The work cost about €4m, twice the estimate
Many had waited since dawn
Rain is forecast for the rest of the week
An inquiry will report in March
Tickets go on sale on Friday
His family declined to comment
The road stays closed until further notice
""".splitlines()
_TOLD = """\
Nurses at two hospitals vote to strike over pay
Train drivers walk out for a second day
Writers’ union reaches a tentative agreement with studios
OpenAI shows a new language model
Studios want consent for AI replicas of actors, union says
Bank hires its first head of artificial intelligence
Dockers suspend strike after talks
""".splitlines()
_TELLING = 0.05


def news(number: int, seed: int = 1) -> list[Item]:
    """Return so many items: of recorded feeds if PICKETWIRE_DATA names their folder, repeated as needed."""
    data = os.environ.get("PICKETWIRE_DATA")
    recorded = list(_recorded(Path(data))) if data else []
    return list(islice(cycle(recorded), number)) if recorded else list(_made_up(number, random.Random(seed)))


def _recorded(data: Path) -> Iterator[Item]:
    """Read the entries of some 500 feeds of three days."""
    for path in sorted((data / "strikes" / "feeds-2023").rglob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            yield Item(
                kind="news",
                title=plain(entry["title"] or ""),
                summary=plain(entry["description"] or ""),
                published=datetime.fromisoformat(entry["date_published"]),
                language=entry["language"],
            )


def _made_up(number: int, pick: random.Random) -> Iterator[Item]:
    for n in range(number):
        title = f"{pick.choice(_WHO)} {pick.choice(_DID)} {pick.choice(_WHAT)}"
        if pick.random() < _TELLING:
            title = pick.choice(_TOLD)
        sentences = [f"{title}.", *pick.sample(_MORE, pick.randint(2, 9))]
        published = _FIRST + timedelta(minutes=n)
        yield Item(kind="news", title=title, summary=". ".join(sentences), published=published, language="en")
