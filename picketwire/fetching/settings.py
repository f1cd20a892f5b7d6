"""The limits and manners of the one HTTP client, with the defaults that are safe on the open web."""

from __future__ import annotations

from dataclasses import dataclass

AGENT = "picketwire"  # the name that robots.txt knows us by


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How requests are made; times in seconds, sizes in bytes.

    `allow_private` opens every loopback and private address, `allow_hosts` only the (host, port)
    pairs it names: the host as it stands in the address, in lower case, IPv6 without brackets.
    """

    contact: str | None = None  # mail or web address; goes into the User-Agent
    user_agent: str = "Picketwire/0.1"
    deadline: float = 20.0  # for one whole response: connecting, redirects, body
    wire_limit: int = 5 * 2**20  # of the body as sent
    decoded_limit: int = 15 * 2**20  # of the body after decompression
    per_origin: int = 2  # requests at a time to one scheme, host and port
    spacing: float = 0.2  # between the starts of two of them
    origins: int = 32  # requests at a time in all
    redirects: int = 5
    allow_private: bool = False
    allow_hosts: frozenset[tuple[str, int]] = frozenset()
    robots: bool = True  # False: robots.txt is never asked for
    retries: int = 2  # further tries after a passing failure
    backoff: float = 0.5  # before the first of them; doubles, with as much jitter again
    patience: float = 5.0  # longest pause asked for by a server that is waited out within one run
    max_crawl_delay: float = 10.0  # longest Crawl-delay of a robots.txt that is kept to

    @property
    def agent(self) -> str:
        """The User-Agent header: who we are, and whom a site can write to."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    def allows(self, host: str, port: int) -> bool:
        """Whether requests to this host and port may reach any address at all."""
        return self.allow_private or (host, port) in self.allow_hosts
