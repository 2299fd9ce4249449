"""What each simulated trainee will do, and the score that this deserves: known before anything is graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy

from grading import Rehearsal, variant_seed
from grading.examiner.rehearsal import RehearsedPart

EXERCISES = ("capaian-polaritas", "nilai-skm")
# Every tenth of the class: how many of ten behave in which way (asumsi: a lively first day)
MANNERS = (
    "teliti",
    "keliru",
    "teliti",
    "sebagian",
    "terlambat",
    "keliru",
    "notebook",
    "kosong",
    "jahat",
    "rusak",
)
WORDS = {
    "teliti": "menjawab benar, sekali salah lalu memperbaiki",
    "keliru": "membuat satu kekeliruan yang dikenal",
    "sebagian": "hanya mengisi sebagian",
    "terlambat": "mengisi, tetapi baru mengirim sesudah ditutup",
    "notebook": "mengerjakan notebook",
    "kosong": "masuk tanpa menjawab",
    "jahat": "mengirim notebook dengan kode jahat",
    "rusak": "mengirim berkas rusak, lalu tidak mengirim lagi",
}
NAMES = [
    "Ani",
    "Budi",
    "Citra",
    "Dedi",
    "Eka",
    "Fajar",
    "Gita",
    "Hadi",
    "Indah",
    "Joko",
    "Kartika",
    "Lukman",
    "Maya",
    "Nanda",
    "Oki",
    "Putri",
    "Rahmat",
    "Sari",
    "Tono",
    "Umi",
]
UNITS = ("Dinas Dukcapil", "Dinas Pendidikan", "Dinas Kesehatan", "DPMPTSP", "BPSDM", "Puskesmas Simpang IV")

# What the hostile ones put in place of their function (or of their first answer). Each would be worth full marks, harm
# or the key if it worked; the honest parts of the same notebook must keep their points.
ATTACKS = (
    "while True:\n    pass",
    "x = []\nwhile True:\n    x.append(bytearray(50_000_000))",
    "import os\nwhile True:\n    os.fork()",
    "import glob\nprint([open(p).read() for p in glob.glob('/**/solution.py', recursive=True)])",
    "import socket\nsocket.create_connection(('127.0.0.1', 80))",
    "import os, signal\nos.kill(0, signal.SIGKILL)",
)


@dataclass
class Plan:
    """One trainee's doings in one exercise. ``answers`` by place on the form; ``cells`` by part for the notebook."""

    exercise: str
    deserved: float | None  # None: nothing is handed in, nothing may be graded
    answers: dict[int, Any] = field(default_factory=dict)
    tries: dict[int, Any] = field(default_factory=dict)  # a wrong answer that is checked first, by place
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Person:
    """One simulated trainee."""

    name: str
    unit: str
    manner: str
    plans: list[Plan] = field(default_factory=list)


def people(count: int, seed: int) -> list[Person]:
    """The class: names, units and manners, the same for the same seed."""
    rng = numpy.random.default_rng(numpy.random.SeedSequence(seed))
    shuffled = [MANNERS[k % len(MANNERS)] for k in rng.permutation(count)]
    return [
        Person(f"{NAMES[k % len(NAMES)]} {k + 1}", UNITS[k % len(UNITS)], manner)
        for k, manner in enumerate(shuffled)
    ]


class Planner:
    """Knows the keys of each trainee's variant, as the grader does."""

    def __init__(self, rehearsal: Rehearsal, secret: bytes) -> None:
        self._rehearsal = rehearsal
        self._secret = secret

    def plan(self, manner: str, nth: int, participant: str, exercise: str) -> Plan:
        """What a trainee of this manner does in an exercise."""
        parts = self._rehearsal.parts(exercise, variant_seed(self._secret, participant, exercise))
        if manner in ("kosong", "rusak"):
            return Plan(exercise, None)
        if manner == "notebook":
            return Plan(exercise, _total(parts), cells=_cells(parts))
        if manner == "jahat":
            return _hostile(exercise, parts, ATTACKS[nth % len(ATTACKS)])
        form = [part for part in parts if part.place and part.right is not None]
        if manner == "sebagian":
            form = form[: max(1, len(form) // 2)]
        plan = Plan(exercise, _total(form), {part.place: part.right for part in form if part.place})
        if manner == "keliru":
            _mistake(plan, form, nth)
        if manner == "teliti":
            first = next((part for part in form if part.wrong), None)
            if first and first.place:
                plan.tries[first.place] = next(iter(first.wrong.values()))
        return plan


def _total(parts: Iterable[RehearsedPart]) -> float:
    return sum(part.points for part in parts)


def _cells(parts: Iterable[RehearsedPart]) -> dict[str, str]:
    return {part.id: part.cell for part in parts if part.cell}


def _hostile(exercise: str, parts: list[RehearsedPart], attack: str) -> Plan:
    """The attack takes the place of the function part, or of the first part where there is none."""
    target = next((part for part in parts if part.kind == "function"), parts[0])
    cells: Mapping[str, str] = {**_cells(parts), target.id: attack}
    return Plan(exercise, _total(parts) - target.points, cells=dict(cells))


def _mistake(plan: Plan, form: list[RehearsedPart], nth: int) -> None:
    """One known wrong answer in place of the right one; such an answer earns nothing."""
    candidates = [part for part in form if part.wrong]
    part = candidates[nth % len(candidates)]
    assert part.place and plan.deserved is not None
    plan.answers[part.place] = list(part.wrong.values())[nth % len(part.wrong)]
    plan.deserved -= part.points
