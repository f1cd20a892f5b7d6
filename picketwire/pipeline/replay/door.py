"""A door that leads to the kept answers of one poll instead of the network, for reading them again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from picketwire.errors import ArchiveError, FetchError
from picketwire.fetching.results import Fetched
from picketwire.fetching.targets import join, target
from picketwire.fetching.warc_reading import read_record
from picketwire.records import Request

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from picketwire.archive.replays import KeptAnswer, KeptPoll
    from picketwire.fetching.warc_reading import Kept
    from picketwire.records import Document

_REDIRECTS = {301, 302, 303, 307, 308}
_TRIED_AGAIN = {None, 429, 502, 503, 504}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One request and what it came to over all its redirects; None where that was no usable document."""

    request: Request
    document: Document | None = None

    @property
    def mark(self) -> tuple[str, str, bytes | None]:
        """What a request is recognised by."""
        return mark(self.request)


@dataclass(slots=True)
class KeptTrips:
    """The requests of one poll in their order; `unreadable` counts answers that are no longer kept whole."""

    trips: list[Trip] = field(default_factory=list)
    unreadable: int = 0

    @property
    def documents(self) -> int:
        """How many of them brought a document."""
        return sum(trip.document is not None for trip in self.trips)


def mark(request: Request) -> tuple[str, str, bytes | None]:
    """Return what two equal requests have in common: method, address as sent, body."""
    try:
        return request.method, target(request.url).url, request.body
    except FetchError:
        return request.method, request.url, request.body


def read_trips(folder: Path, poll: KeptPoll) -> KeptTrips:
    """Put the exchanges of a poll together again: which belonged to one request, and what it brought.

    An exchange goes on with the request before it where that was redirected here, or is tried again.
    Those for robots.txt are left out.
    """
    found = KeptTrips()
    open_trip: Trip | None = None
    awaited: str | None = None
    for answer in poll.answers:
        if urlsplit(answer.url).path == "/robots.txt":
            continue
        kept = _read(folder, answer, poll.source, found)
        if open_trip is None or answer.url != awaited:
            if open_trip is not None:
                found.trips.append(open_trip)
            open_trip = Trip(request=_plain(kept.request) if kept else Request(url=answer.url))
        awaited = _goes_on_at(answer, kept)
        if awaited is None:
            found.trips.append(replace(open_trip, document=_usable(answer, kept, open_trip)))
            open_trip = None
    if open_trip is not None:
        found.trips.append(open_trip)
    return found


def _read(folder: Path, answer: KeptAnswer, source: str, found: KeptTrips) -> Kept | None:
    if answer.file is None or answer.offset is None:
        found.unreadable += _is_good(answer.status)
        return None
    try:
        return read_record(folder, answer.file, answer.offset, source=source)
    except ArchiveError:
        found.unreadable += _is_good(answer.status)
        return None


def _is_good(status: int | None) -> bool:
    return status is not None and status // 100 == 2


def _plain(request: Request) -> Request:
    """Leave out the headers, which were ours or the system's."""
    return replace(request, headers=())


def _goes_on_at(answer: KeptAnswer, kept: Kept | None) -> str | None:
    """Return where the next exchange of the same request would go; None where it has ended."""
    location = kept.document.headers.get("location") if kept and answer.status in _REDIRECTS else None
    if location:
        try:
            return target(join(answer.url, location)).url
        except FetchError:
            return None
    return answer.url if answer.status in _TRIED_AGAIN else None


def _usable(answer: KeptAnswer, kept: Kept | None, trip: Trip) -> Document | None:
    if kept is None or not _is_good(answer.status) or answer.error or kept.truncated:
        return None
    return replace(kept.document, url=trip.request.url)


class KeptDoor:
    """Answers requests out of the trips of one poll, each once; `left` are those nobody has asked for yet."""

    def __init__(self, trips: Iterable[Trip]) -> None:
        self.left = list(trips)
        self._asked = False

    async def fetch(
        self,
        request: Request,
        *,
        source: str,  # noqa: ARG002 -- the door's interface, like the rest
        etag: str | None = None,  # noqa: ARG002
        modified: str | None = None,  # noqa: ARG002
        robots: bool = False,  # noqa: ARG002
    ) -> Fetched:
        """Return the kept answer to this request; FetchError where there is none."""
        trip = self._take(request)
        if trip is None or trip.document is None:
            raise FetchError("its answer is not kept", url=request.url)
        return Fetched(document=replace(trip.document, url=request.url))

    def _take(self, request: Request) -> Trip | None:
        """Find the trip of this very request, or the next one like it: what we ask may have changed."""
        first, self._asked = not self._asked, True
        wanted = mark(request)
        like = (wanted[0], urlsplit(wanted[1]).path)
        same = next((t for t in self.left if t.mark == wanted), None)
        alike = next((t for t in self.left if (t.mark[0], urlsplit(t.mark[1]).path) == like), None)
        trip = same or alike or (self.left[0] if first and self.left else None)
        if trip is not None:
            self.left.remove(trip)
        return trip
