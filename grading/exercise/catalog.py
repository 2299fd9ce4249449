"""The exercises of a course: found by folder, in teaching order. A faulty folder never takes the others with it."""

from __future__ import annotations

import logging
from pathlib import Path

from grading.exercise.loader import load_exercise
from grading.exercise.model import Exercise
from kpi_sim.errors import LabIkuError, UnknownNameError

log = logging.getLogger("iku.latihan")


class ExerciseCatalog:
    """Exercises below one folder, read once each.

    A folder counts as an exercise when it holds ``exercise.toml``. One with faults is left out of :meth:`ids`
    and told by :meth:`faults` and :meth:`get`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._read: dict[str, Exercise] | None = None
        self._faults: dict[str, LabIkuError] = {}

    def ids(self) -> list[str]:
        """Ids in teaching order."""
        return list(self._exercises())

    def get(self, exercise_id: str) -> Exercise:
        """The exercise with this id.

        Raises:
            ExerciseFault, FaultsError: its folder has faults.
            UnknownNameError: there is none.
        """
        exercises = self._exercises()
        if exercise_id in exercises:
            return exercises[exercise_id]
        if exercise_id in self._faults:
            raise self._faults[exercise_id]
        raise UnknownNameError("Latihan", exercise_id, exercises)

    def faults(self) -> dict[str, LabIkuError]:
        """Folder name → what is wrong with it."""
        self._exercises()
        return dict(self._faults)

    def _exercises(self) -> dict[str, Exercise]:
        if self._read is None:
            found = [
                exercise
                for path in sorted(self.folder.glob("*/exercise.toml"))
                if (exercise := self._load(path.parent))
            ]
            found.sort(key=lambda exercise: (exercise.order, exercise.id))
            self._read = {exercise.id: exercise for exercise in found}
        return self._read

    def _load(self, folder: Path) -> Exercise | None:
        try:
            return load_exercise(folder)
        except LabIkuError as fault:
            log.warning("exercise %s is left out: %s", folder.name, fault)
            self._faults[folder.name] = fault
            return None
