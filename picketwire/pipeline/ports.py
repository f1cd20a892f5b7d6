"""What polling needs of the network and of the parsers, so that recorded answers can stand in for either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from picketwire.fetching.results import Fetched
    from picketwire.pipeline.job import Job, Reading
    from picketwire.records import Request


class Door(Protocol):
    """Gives the answer to a request; `fetching.client.Fetcher` is the one that asks the network."""

    async def fetch(
        self,
        request: Request,
        *,
        source: str,
        etag: str | None = None,
        modified: str | None = None,
        robots: bool = False,
    ) -> Fetched:
        """Return what came; FetchError where no usable answer did."""
        ...


class Reader(Protocol):
    """Reads a document; `pipeline.workers.Workers` does it in processes with limits."""

    async def read(self, job: Job) -> Reading:
        """Read one document; what cannot be read comes back as an unreadable `Parsed`."""
        ...
