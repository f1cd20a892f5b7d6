"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of recorded real documents; the test is skipped where it is not there."""
    folder = os.environ.get("PICKETWIRE_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PICKETWIRE_DATA does not name a folder of recorded documents")
    return Path(folder)
