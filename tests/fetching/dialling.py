"""What tests of the address guard need: a record of dialled addresses, and names with set addresses."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver, ResolveResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(slots=True)
class Recorder:
    """Every address that a socket was told to connect to, those of `allowed` ports left out."""

    dialled: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)


class Names(AbstractResolver):
    """A resolver that reads numbers in every notation as the system does, and knows names from a table."""

    def __init__(self, table: Mapping[str, Callable[[], str]] | None = None) -> None:
        self._table = table or {}

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 -- part of the interface
    ) -> list[ResolveResult]:
        """Return the one address of a name at this moment."""
        address = self._table[host]() if host in self._table else _numeric(host)
        kind = (
            socket.AF_INET6
            if ipaddress.ip_address(address.partition("%")[0]).version == 6
            else socket.AF_INET
        )
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to end."""


def _numeric(host: str) -> str:
    found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    return str(found[0][4][0])
