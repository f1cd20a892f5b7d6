"""Remember the checked form of a configuration beside the archive, for the next poll to start from.

To read and check a thousand sources and all tag rules takes as long as to ask hundreds of servers. What is
remembered counts only for the very same texts, read by the very same code; anything else is checked anew.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME: Final = "config.cache"
_PACKAGE: Final = Path(__file__).parents[1]
_HASH: Final = hashlib.sha256
# All that may be made from the file: plain records. A pickle that names anything else is not read.
_RECORDS: Final = {
    "datetime": {"date", "timedelta"},
    "decimal": {"Decimal"},
    "picketwire.facts": {
        "Alias",
        "Bargaining",
        "Benchmark",
        "Membership",
        "Organization",
        "Strike",
        "StrikeEvent",
        "StrikeFact",
        "StrikeParty",
    },
    "picketwire.records": {"Selectors", "Source"},
    "picketwire.tagging.definitions": {"Clause", "Example", "Rule", "RuleSet", "TagDefinition", "Word"},
    "picketwire.tagging.roles": {"RoleTable", "_Any", "_Compiled"},
}


class _Records(pickle.Unpickler):
    """Reads nothing but records: the archive's folder may hold what others wrote, and it must not run."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in _RECORDS.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} is no record")
        return super().find_class(module, name)


def key_of(texts: Mapping[str, str]) -> bytes:
    """Return the name under which what these texts say is remembered: of their words and of our code."""
    said = _HASH()
    for part in (sys.version, *_code(), *(part for item in sorted(texts.items()) for part in item)):
        raw = part.encode(errors="surrogatepass")
        said.update(b"%d:" % len(raw) + raw)
    return said.digest()


def _code() -> Iterator[str]:
    """Yield what tells one state of the code that reads configurations from another."""
    for pattern in ("*.py", "settings/*.py", "tagging/*.py"):
        for path in sorted(_PACKAGE.glob(pattern)):
            about = path.stat()
            yield f"{path.name} {about.st_size} {about.st_mtime_ns}"
    yield from sorted(path.name for path in (_PACKAGE.parent / "parsers/boards").glob("*.py"))


def recall(folder: Path, key: bytes) -> Any | None:
    """Return what was remembered under this key; None where there is nothing or it is damaged."""
    try:
        kept = (folder / NAME).read_bytes()
    except OSError:
        return None
    seal, content = kept[: _HASH().digest_size], kept[_HASH().digest_size :]
    if seal != _HASH(key + content).digest():
        return None
    with suppress(Exception):  # whatever a pickle raises: the configuration is read anew
        return _Records(io.BytesIO(content)).load()
    return None


def remember(folder: Path, key: bytes, value: Any) -> None:
    """Remember a value in a folder that exists; where it cannot be written, the next poll takes longer."""
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    beside = folder / f"{NAME}.{os.getpid()}"
    try:
        beside.write_bytes(_HASH(key + content).digest() + content)
        beside.replace(folder / NAME)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
