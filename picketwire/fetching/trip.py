"""One request on its way: the hops it takes, the redirects it meets, what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from picketwire.errors import FetchError
from picketwire.fetching.failures import status_line
from picketwire.fetching.targets import Target, join, target

if TYPE_CHECKING:
    from picketwire.fetching.limits import Budget
    from picketwire.fetching.results import Answer
    from picketwire.records import Exchange, Request

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD: Final = frozenset({307, 308})
_SECRETS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
# Written by us alone: no coding that we do not undo, no body part that was not asked for.
_OURS: Final = frozenset({"accept-encoding", "host", "range", "connection", "transfer-encoding"})


@dataclass(slots=True, kw_only=True)
class Trip:
    """The state of one fetch: where it is now, and where it has been."""

    request: Request  # of the next hop; at first the one that was asked for
    source: str
    agent: str
    validators: dict[str, str]
    budget: Budget
    target: Target = field(init=False)
    asked_for: str = field(init=False)
    exchanges: list[Exchange] = field(default_factory=list)
    permanent_to: str | None = None
    _seen: list[tuple[str, str]] = field(default_factory=list)  # method and address
    _permanent: bool = True

    def __post_init__(self) -> None:
        self.asked_for = self.request.url
        self._head_for(self.request)

    @property
    def headers(self) -> dict[str, str]:
        """The request headers of the next hop."""
        own = {name: value for name, value in self.request.headers if name.lower() not in _OURS}
        basic = {"User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        return {**basic, **self.validators, **own}

    @property
    def conditional(self) -> bool:
        """Whether "not modified" is an answer to what was asked."""
        return bool(self.validators)

    @staticmethod
    def is_redirect(answer: Answer) -> bool:
        """Whether the answer is one that leads on, to wherever it may be."""
        return answer.status in _REDIRECTS

    def redirected(self, answer: Answer, limit: int) -> bool:
        """Whether the answer sends us elsewhere; if so, turn there. FetchError if it leads nowhere good."""
        if not self.is_redirect(answer):
            return False
        location = answer.headers.get("location")
        if not location:
            raise FetchError(f"{status_line(answer.status)} without a target", url=self.target.url)
        if len(self._seen) > limit:
            raise FetchError(f"more than {limit} redirects", url=self.target.url)
        came_from = self.target
        self._head_for(self._next(answer, join(self.target.url, location), came_from))
        self._permanent = self._permanent and answer.status in _PERMANENT
        if self._permanent:
            self.permanent_to = self.target.url
        return True

    def _head_for(self, request: Request) -> None:
        self.target = target(request.url)
        hop = (request.method, self.target.url)
        if hop in self._seen:
            raise FetchError("redirects in a circle", url=self.target.url)
        self.request = replace(request, url=self.target.url)
        self._seen.append(hop)

    def _next(self, answer: Answer, url: str, came_from: Target) -> Request:
        """Return the request for the next hop, as browsers make it: POST stays so only on 307 and 308."""
        request = replace(self.request, url=url)
        if answer.status not in _KEEPS_METHOD and request.method == "POST":
            request = replace(request, method="GET", body=None)
        if target(url).origin != came_from.origin:
            kept = tuple((name, value) for name, value in request.headers if name.lower() not in _SECRETS)
            request = replace(request, headers=kept)
        return request
