"""Several classes as one: counts and shares of each and of all, without a name in it.

For whoever answers for the training of a province: classes come as folders or as the files of ``iku backup``. What
fewer than ``FEWEST`` people did is left out of a class *and* of the total, so that neither a mean nor the difference
of two means tells what one person earned.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grading.items import Mastery
from kpi_sim.errors import LabIkuError
from workshop import archive, clock
from workshop.errors import NotAClassFolderError, SameClassError
from workshop.progress import Told
from workshop.recap import analysis
from workshop.recap.analysis import Item
from workshop.recap.collect import Recap, collect, holds_class
from workshop.service.prepost import Gain

# asumsi: with fewer people in a cell a mean says too much about one of them.
FEWEST = 5
BACKUPS = ".tar.gz"


@dataclass(frozen=True)
class OneClass:
    """A class in the roll-up: its name there, and its recap without what fewer than ``FEWEST`` people did."""

    name: str
    recap: Recap

    @property
    def mean_percent(self) -> float | None:
        """Mean over all graded hand-ins that count here, 0 to 100."""
        return _mean([share for result in self.recap.results if (share := _percent(result)) is not None])

    @property
    def evaluation(self) -> tuple[int, float | None]:
        """Answers, and the mean of all statements on 1 to 4."""
        return _evaluation([self.recap])


@dataclass(frozen=True)
class Together:
    """All classes; ``unread``: (file or folder, why it could not be read)."""

    made_at: str
    classes: list[OneClass]
    unread: list[tuple[str, str]]
    items: list[Item]
    objectives: list[Mastery]
    gain: Gain

    @property
    def titles(self) -> dict[str, str]:
        """Exercise → title."""
        return {name: title for one in self.classes for name, title in one.recap.titles.items()}

    @property
    def mean_percent(self) -> float | None:
        """Mean over the hand-ins of all classes, 0 to 100."""
        return _mean(
            [
                share
                for one in self.classes
                for result in one.recap.results
                if (share := _percent(result)) is not None
            ]
        )

    @property
    def evaluation(self) -> tuple[int, float | None]:
        """Answers, and the mean of all statements on 1 to 4."""
        return _evaluation([one.recap for one in self.classes])


def sources(places: Sequence[Path]) -> list[Path]:
    """The classes that are meant: folders and backups as named, and those that lie in a folder that is no class.

    Raises:
        NotAClassFolderError: there is no class.
    """
    return [source for place in places for source in _at(place.expanduser().resolve())]


def _at(place: Path) -> list[Path]:
    if place.is_file() or holds_class(place):
        return [place]
    found = (
        [item for item in sorted(place.iterdir()) if item.name.endswith(BACKUPS) or holds_class(item)]
        if place.is_dir()
        else []
    )
    if not found:
        raise NotAClassFolderError(folder=place)
    return found


def together(places: Sequence[Path], told: Told | None = None) -> Together:
    """Read every class of ``places`` (see ``sources``); one that cannot be read costs itself only.

    Raises:
        SameClassError: a class is there twice, and would count twice.
        LabIkuError: none of them can be read; the reason of the first.
    """
    classes: list[OneClass] = []
    unread: list[tuple[str, str]] = []
    first: LabIkuError | None = None
    for done, place in enumerate(places):
        if told:
            told(done, len(places))
        try:
            recap = _read(place)
        except LabIkuError as fault:
            first = first or fault
            unread.append((place.name, fault.what.format(**fault.values)))
            continue
        name = recap.class_code or place.name
        if any(name == one.name for one in classes):
            raise SameClassError(name=name, place=place.name)
        classes.append(OneClass(name, _kept(recap)))
    if told:
        told(len(places), len(places))
    if not classes and first is not None:
        raise first
    pooled = list(_pooled(classes))
    pairs = [pair for one in classes if one.recap.gain for pair in one.recap.gain.pairs]
    served = {key: objective for one in classes for key, objective in one.recap.served.items()}
    objectives = analysis.objectives(pooled, served)[0]
    return Together(clock.now(), classes, unread, analysis.items(pooled), objectives, Gain(pairs))


def _read(place: Path) -> Recap:
    if not place.is_file():
        return collect(place)
    with tempfile.TemporaryDirectory() as folder:
        return collect(archive.restore(place, Path(folder) / "kelas").path)


def _kept(recap: Recap) -> Recap:
    """Without what fewer than ``FEWEST`` people did."""
    read = [result for result in recap.results if result["status"] != "rejected"]
    people = Counter(result["exercise"] for result in read)
    results = [result for result in recap.results if people[result["exercise"]] >= FEWEST]
    return replace(
        recap,
        results=results,
        items=analysis.items(results),
        objectives=analysis.objectives(results, recap.served)[0],
        gain=recap.gain if recap.gain and len(recap.gain.pairs) >= FEWEST else None,
        evaluation=recap.evaluation if recap.evaluation and recap.evaluation.answers >= FEWEST else None,
    )


def _pooled(classes: Sequence[OneClass]) -> Iterator[analysis.Result]:
    """Results of all classes, exercise by exercise; the same id in two classes is two people."""
    known = dict.fromkeys(name for one in classes for name in one.recap.exercises)
    for name in known:
        for number, one in enumerate(classes):
            for result in one.recap.results:
                if result["exercise"] == name:
                    yield {**result, "participant": f"{number}/{result['participant']}"}


def _percent(result: analysis.Result) -> float | None:
    return 100 * result["score"] / result["max_score"] if result["max_score"] else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _evaluation(recaps: Sequence[Recap]) -> tuple[int, float | None]:
    judged = [recap.evaluation for recap in recaps if recap.evaluation]
    steps = [
        step
        for one in judged
        for statement in one.statements
        for step, count in enumerate(statement.counts, 1)
        for _ in range(count)
    ]
    return sum(one.answers for one in judged), _mean(steps)
