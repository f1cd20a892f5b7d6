"""Fixtures of the tests of fetching."""

from __future__ import annotations

import socket

import pytest

from tests.fetching.dialling import Recorder


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Stands in for `connect` of all sockets: notes the address and refuses, but for allowed ports."""
    found = Recorder()
    real = socket.socket.connect

    def connect(sock: socket.socket, address: tuple[str, int]) -> None:
        if address[1] in found.allowed:
            return real(sock, address)
        found.dialled.append(address[0])
        raise ConnectionRefusedError(f"not dialled in a test: {address[0]}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return found
