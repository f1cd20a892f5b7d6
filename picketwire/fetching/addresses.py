"""The address guard: a socket is only ever made for an address on the public internet.

It sits where aiohttp makes its sockets, behind all parsing and name resolution, so that odd
notations, redirects and names that change their address between two look-ups are all covered.
The ranges are spelled out because `ipaddress` calls some of them global, each Python version others.
"""

from __future__ import annotations

import errno
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

# https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast
_SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local, cloud metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relay
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarking
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
# https://www.iana.org/assignments/iana-ipv6-special-registry
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_SPECIAL_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: carries an IPv4 address
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)


class ForbiddenAddressError(PermissionError):
    """The guard refused to make a socket for an address that is not public."""

    def __init__(self, address: str) -> None:
        # errno and strerror survive where several candidate addresses fail and their errors are joined.
        super().__init__(errno.EACCES, f"{address} is not a public address")


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """Whether an IP address, as the resolver gives it, lies on the public internet."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _SPECIAL_IPV4)
    return parsed in _GLOBAL_IPV6 and not any(parsed in network for network in _SPECIAL_IPV6)


def guarded_socket(info: tuple[Any, ...]) -> socket.socket:
    """Make the socket for (family, type, protocol, name, address); ForbiddenAddressError if not public."""
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise ForbiddenAddressError(str(address[0]))
    return socket.socket(family=family, type=kind, proto=protocol)
