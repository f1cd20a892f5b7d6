"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The checks before a landing must say the same of the same code; everywhere else the examples are drawn anew.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("fresh", deadline=None)
settings.load_profile("steady" if os.environ.get("CI") else "fresh")


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of recorded real documents; the test is skipped where it is not there."""
    folder = os.environ.get("PICKETWIRE_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PICKETWIRE_DATA does not name a folder of recorded documents")
    return Path(folder)
