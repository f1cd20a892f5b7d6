"""Find and read the files of a configuration folder; what nobody would read is a problem, not a silence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.settings.yaml import Cell, Place, Problems, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SINGLE = ("settings.yaml", "organizations.yaml", "strikes.yaml", "benchmarks.yaml", "roles.yaml")
MANY = ("sources", "tags")  # folders, each with any number of files


class Files:
    """The texts of one configuration folder, by their path within it; `only` reads that file alone."""

    def __init__(self, folder: Path, problems: Problems, *, only: str | None = None) -> None:
        self.folder = folder
        self.problems = problems
        paths = _files(folder, problems) if only is None else _existing(folder, only)
        self.texts = dict(_read(folder, paths, problems))

    def cell(self, name: str) -> Cell | None:
        """Return the content of one file; None if it is missing, empty or broken."""
        text = self.texts.get(name)
        return None if text is None else read(text, self.shown(name), self.problems)

    def cells(self, folder: str) -> Iterator[Cell]:
        """Yield the content of each file in one of the folders."""
        for name in self.texts:
            if name.startswith(f"{folder}/") and (cell := self.cell(name)):
                yield cell

    def shown_texts(self, folder: str) -> dict[str, str]:
        """Return the texts of one of the folders by the names that problems give them."""
        return {self.shown(name): text for name, text in self.texts.items() if name.startswith(f"{folder}/")}

    def shown(self, name: str) -> str:
        """Return a file of the folder as somebody in the current folder would type it."""
        return shown(self.folder / name)


def shown(path: Path) -> str:
    """Return a path as somebody in the current folder would type it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _read(folder: Path, paths: Iterable[Path], problems: Problems) -> Iterator[tuple[str, str]]:
    for path in paths:
        try:
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.add(Place(shown(path), line), "not UTF-8: save the file in that encoding")
        except OSError as error:
            problems.add(Place(shown(path)), f"cannot be read: {error.strerror}")


def _existing(folder: Path, *names: str) -> Iterator[Path]:
    return (folder / name for name in names if (folder / name).exists())


def _files(folder: Path, problems: Problems) -> Iterator[Path]:
    yield from _existing(folder, *SINGLE)
    for many in MANY:
        yield from sorted((folder / many).glob("[!.]*.yaml"))
    for path in sorted(folder.rglob("[!.]*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".yml":
            problems.add(Place(shown(path)), f"nobody reads this file: name it {path.stem}.yaml")
        elif name not in SINGLE and name.rpartition("/")[0] not in MANY:
            places = (*SINGLE, *(f"{many}/{path.name}" for many in MANY))
            problems.add(Place(shown(path)), f"nobody reads this file: name it one of {', '.join(places)}")
