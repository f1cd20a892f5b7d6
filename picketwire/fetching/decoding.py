"""Undo the content coding of a body under a cap, and tell whether its end was there."""

from __future__ import annotations

import zlib
from typing import Final

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_GZIP_BITS: Final = zlib.MAX_WBITS | 16
_MEMBERS: Final = 256  # each costs a copy of what follows it; block-wise writers need 240 for 15 MiB
# Names that stand for "not coded": the first is the standard's, the others are mistakes seen in the wild.
_PLAIN: Final = frozenset({"identity", "none", "utf-8", "utf8", "binary"})
_GZIP: Final = frozenset({"gzip", "x-gzip"})


class CodingError(ValueError):
    """A body cannot be decoded; the message is for a person."""


def codings(header: str | None) -> tuple[str, ...]:
    """Split a Content-Encoding header into the codings that were applied, plain ones left out."""
    names = (name.strip().lower() for name in (header or "").split(","))
    return tuple(name for name in names if name and name not in _PLAIN)


def decode(wire: bytes, header: str | None, *, limit: int) -> tuple[bytes, bool]:
    """Return the decoded body and whether the coding itself proves that it is whole.

    `header` is the Content-Encoding as sent. A gzip file that no header announces (`.xml.gz`) is
    unpacked too. CodingError for more than `limit` bytes, a coding that was not offered, more
    than one coding, and data that ends early or is damaged.
    """
    applied = codings(header)
    if len(applied) > 1:
        raise CodingError(f"the body is coded more than once ({', '.join(applied)})")
    if applied and applied[0] not in _GZIP and applied[0] != "deflate":
        raise CodingError(f"the body is coded as {applied[0]!r}, which was not offered")
    if not applied and not wire.startswith(GZIP_MAGIC):
        return _capped(wire, limit), False
    if not wire:
        return b"", False
    body = _inflate_raw(wire, limit) if applied == ("deflate",) else _gunzip(wire, limit)
    if applied and body.startswith(GZIP_MAGIC):
        raise CodingError("the body is coded more than once (gzip inside)")
    return body, True


def _capped(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise CodingError(f"the body is larger than {limit:,} bytes")
    return body


def _gunzip(wire: bytes, limit: int) -> bytes:
    """Join all gzip members; what follows the last one and is none is padding, as browsers take it."""
    if not wire.startswith(GZIP_MAGIC[: len(wire)]):
        raise CodingError("the body is announced as gzip and is not")
    body, rest = _member(wire, _GZIP_BITS, "gzip", limit)
    parts = [body]
    while rest.startswith(GZIP_MAGIC[:2]):
        if len(parts) == _MEMBERS:
            raise CodingError(f"the body has more than {_MEMBERS} gzip members")
        body, rest = _member(rest, _GZIP_BITS, "gzip", limit - sum(map(len, parts)))
        parts.append(body)
    return b"".join(parts)


def _inflate_raw(wire: bytes, limit: int) -> bytes:
    """Inflate with the zlib wrapper that the standard asks for, or without it, as some servers send."""
    wrapped = wire[0] & 0x0F == zlib.DEFLATED and int.from_bytes(wire[:2], "big") % 31 == 0
    if wrapped:
        try:
            return _member(wire, zlib.MAX_WBITS, "deflate", limit)[0]
        except _DamagedError:
            pass  # raw data may begin like a wrapper by chance
    return _member(wire, -zlib.MAX_WBITS, "deflate", limit)[0]


class _DamagedError(CodingError):
    """The compressed data contradicts itself."""


def _member(wire: bytes, bits: int, name: str, limit: int) -> tuple[bytes, bytes]:
    """Inflate one compressed stream; return its content and what follows it."""
    inflater = zlib.decompressobj(bits)
    try:
        body = inflater.decompress(wire, limit + 1)
    except zlib.error as error:
        raise _DamagedError(f"damaged {name} data: {str(error).partition(': ')[2] or error}") from error
    if len(body) > limit:
        raise CodingError("the body is too large once decompressed")
    if not inflater.eof:
        raise CodingError(f"truncated {name}: the compressed data ends early")
    return body, inflater.unused_data
