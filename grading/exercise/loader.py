"""Reads and checks one exercise folder; all its faults are told at once, in Indonesian.

Nothing of ``solution.py`` or ``mistakes.py`` is run here: that is the examiner's.
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from grading.errors import ExerciseFault
from grading.exercise.model import LEVELS, Exercise, Part
from grading.exercise.parts import read_part
from grading.exercise.toml_table import ID, TomlTable, unique
from kpi_sim.errors import LabIkuError, raise_faults

MODULES = tuple(f"M{number}" for number in range(10))
NEEDED_FILES = ("exercise.toml", "prompt.md", "solution.py", "mistakes.py")
OBJECTIVE = re.compile(r"T\d\.\d{1,2}")


def load_exercise(folder: Path) -> Exercise:
    """The exercise in ``folder``.

    Raises:
        ExerciseFault: one fault; ``FaultsError`` holds several.
    """
    faults: list[LabIkuError] = []
    if not ID.fullmatch(folder.name):
        faults.append(
            _fault(
                folder,
                "Nama folder memakai huruf yang tidak boleh.",
                "Pakai huruf kecil, angka, dan tanda hubung.",
            )
        )
    for name in NEEDED_FILES:
        if not (folder / name).is_file():
            faults.append(
                _fault(
                    folder, f"Berkas {name} belum ada.", f"Buat {name}, atau mulai dengan iku exercise new."
                )
            )
    exercise = _read(folder, faults)
    raise_faults(faults, noun="isian latihan")
    assert exercise is not None
    return exercise


def _read(folder: Path, faults: list[LabIkuError]) -> Exercise | None:
    try:
        values = tomllib.loads(_text(folder / "exercise.toml"))
    except tomllib.TOMLDecodeError as error:
        faults.append(
            _fault(
                folder,
                f"exercise.toml tidak dapat dibaca: {_toml_reason(error)}.",
                "Periksa tanda kutip, kurung, dan tanda sama dengan di baris itu.",
            )
        )
        return None
    table = TomlTable(values, f"exercise.toml folder {folder.name}.", faults)
    parts = _parts(table, faults)
    starter = _text(folder / "starter.py")
    exercise = Exercise(
        id=folder.name,
        title=table.text("title"),
        module=table.text("module", one_of=MODULES),
        level=table.text("level", one_of=LEVELS),
        minutes=table.whole("minutes"),
        order=table.whole("order"),
        source=table.text("source"),
        folder=folder,
        parts=parts,
        intro=_text(folder / "prompt.md").strip(),
        lesson=table.text("lesson", ""),
        starter=starter,
    )
    table.finish()
    _check_starter(exercise, faults)
    return exercise


def _parts(table: TomlTable, faults: list[LabIkuError]) -> tuple[Part, ...]:
    tables = table.tables("parts", needed=True)
    parts = [read_part(item) for item in tables]
    unique(list(zip((part.id for part in parts), tables, strict=True)))
    for part, item in zip(parts, tables, strict=True):
        if part.objective and not OBJECTIVE.fullmatch(part.objective):
            item.fault(f'objective "{part.objective}" bukan tujuan belajar.', "Tulis seperti T4.1.")
    return tuple(parts)


def _check_starter(exercise: Exercise, faults: list[LabIkuError]) -> None:
    """Every function that a part asks for must be begun in ``starter.py``."""
    wanted = [part.function for part in exercise.parts if part.function]
    if not wanted:
        return
    try:
        begun = {node.name for node in ast.parse(exercise.starter).body if isinstance(node, ast.FunctionDef)}
    except SyntaxError as error:
        faults.append(
            _fault(
                exercise.folder,
                f"starter.py tidak dapat dibaca (baris {error.lineno}).",
                "Perbaiki penulisan Python di baris itu.",
            )
        )
        return
    for name in wanted:
        if name not in begun:
            faults.append(
                _fault(
                    exercise.folder,
                    f'Fungsi "{name}" belum dimulai di starter.py.',
                    f'Tulis def {name}(…): dengan penjelasan dan "...".',
                )
            )


def _fault(folder: Path, problem: str, advice: str) -> ExerciseFault:
    return ExerciseFault(problem, place=f"Folder {folder.name}.", advice=advice)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise ExerciseFault(
            f"Berkas {path.name} bukan teks UTF-8.",
            place=f"Folder {path.parent.name}.",
            advice="Simpan lagi sebagai UTF-8.",
        ) from None


def _toml_reason(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f"ada yang keliru di baris {found[1]}" if found else "ada bagian yang belum ditutup"
