"""robots.txt: asked for once per origin and run, read as RFC 9309 says, obeyed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from picketwire.errors import FetchError
from picketwire.fetching.settings import AGENT
from picketwire.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from protego import Protego

    from picketwire.fetching.results import Fetched
    from picketwire.fetching.targets import Target
    from picketwire.records import Exchange

_LIMIT = 512 * 1024  # RFC 9309 §2.5: at least 500 KiB must be read; what follows is ignored
_AGENT_LINE = re.compile(r"^[^\S\n]*user[- ]?agent[^\S\n]*:?[^\S\n]*([^\n#]*)", re.IGNORECASE | re.MULTILINE)
_UNAVAILABLE = range(400, 500)  # RFC 9309 §2.3.1.3: no rules, so everything is allowed


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows; `unreachable` is the reason why nothing is allowed for now."""

    parsed: Protego | None = None
    unreachable: str | None = None

    @property
    def delay(self) -> float | None:
        """Seconds that the origin wants between two requests."""
        return self.parsed.crawl_delay(AGENT) if self.parsed else None

    def allows(self, url: str) -> bool:
        """Whether this address may be fetched by us."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, AGENT))


class Robots:
    """The rules of every origin met in one run."""

    def __init__(self, fetch: Callable[[str], Awaitable[Fetched]]) -> None:
        """`fetch` gets a robots.txt; it raises FetchError."""
        self._fetch = fetch
        self._rules: dict[tuple[str, str, int], Rules] = {}
        self._locks: dict[tuple[str, str, int], asyncio.Lock] = {}

    async def require(self, target: Target, exchanges: list[Exchange]) -> Rules:
        """Return the rules of the target's origin; FetchError (blocked) if they forbid the target."""
        async with self._locks.setdefault(target.origin, asyncio.Lock()):
            if target.origin not in self._rules:
                self._rules[target.origin] = await self._load(target, exchanges)
        rules = self._rules[target.origin]
        if rules.unreachable:
            reason = f"robots.txt of {target.host} could not be read ({rules.unreachable})"
            raise FetchError(reason, url=target.url, outcome=Outcome.BLOCKED)
        if not rules.allows(target.url):
            path = "/" + target.url.partition("//")[2].partition("/")[2]
            reason = f"robots.txt of {target.host} forbids {path[:120]}"
            raise FetchError(reason, url=target.url, outcome=Outcome.BLOCKED)
        return rules

    async def _load(self, target: Target, exchanges: list[Exchange]) -> Rules:
        try:
            fetched = await self._fetch(urljoin(target.url, "/robots.txt"))
        except FetchError as error:
            exchanges.extend(error.exchanges)
            answered = error.exchanges and error.exchanges[-1].status in _UNAVAILABLE
            return Rules() if answered else Rules(unreachable=str(error))
        exchanges.extend(fetched.exchanges)
        return Rules(parsed=parse(fetched.document.body)) if fetched.document else Rules()


def parse(body: bytes) -> Protego:
    """Read a robots.txt; groups for other agents are folded into one, as they only cost time.

    Rules that stand under thousands of agent names would otherwise be copied to each of them.
    """
    from protego import Protego  # noqa: PLC0415 -- a run that polls feeds alone asks for no robots.txt

    text = body[:_LIMIT].removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    return Protego.parse(_AGENT_LINE.sub(_fold, "\n".join(text.splitlines())))


def _fold(line: re.Match[str]) -> str:
    name = line[1].strip().lower().replace("*", "") or "*"
    # The product token ends where its version begins: "picketwire/1.0".
    return f"User-agent: {AGENT if name.split('/')[0] == AGENT else name if name == '*' else 'another'}"
