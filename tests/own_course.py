"""A small exercise of ours, and a class that answers it: number, choice, text and a function."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import grading
from grading.examiner.desk import Desk

EXERCISE = "hitung"
SECRET = b"rahasia kelas untuk uji" * 2
MOMENT = "2026-11-25T10:00:00+07:00"

TOML = """
title = "Hitung capaian"
module = "M4"
level = "dasar"
minutes = 5
order = 401
source = "asumsi: data buatan untuk uji"

[[parts]]
id = "capaian"
title = "Capaian"
kind = "number"
points = 2
objective = "T4.1"
prompt = "Target {target}, realisasi {realisasi}. Berapa persen capaiannya?"
unit = "%"
hint = "Bandingkan dengan yang dijanjikan."

[[parts]]
id = "arah"
title = "Arah"
kind = "choice"
points = 1
objective = "T4.2"
prompt = "Mana yang lebih baik bila turun?"
options = [{ id = "tunggu", label = "Waktu tunggu" }, { id = "layanan", label = "Jumlah layanan" }]
hint = "Apa yang diharapkan warga?"

[[parts]]
id = "alasan"
title = "Alasan"
kind = "text"
points = 4
objective = "T4.2"
prompt = "Jelaskan dalam satu kalimat."
rubric = [{ id = "jelas", title = "Jelas", levels = ["Belum", "Cukup", "Baik", "Sangat baik"] }]
max_words = 30

[[parts]]
id = "rumus"
title = "Rumus"
kind = "function"
tracks = ["notebook"]
points = 3
objective = "T4.1"
prompt = "Tulis fungsi capaian(realisasi, target)."
function = "capaian"
hint = "Bagi dahulu."

  [[parts.checks]]
  id = "biasa"
  arguments = ["$realisasi", "$target"]
  hint = "Apa yang menjadi pembanding?"

  [[parts.checks]]
  id = "penuh"
  arguments = [50, 25]
  hidden = true
  hint = "Coba angka yang lebih dari target."
"""
SOLUTION = """
def variant(rng):
    return {"target": 80, "realisasi": int(rng.integers(41, 79))}


def key(facts):
    return {"capaian": round(100 * facts["realisasi"] / facts["target"], 2), "arah": "tunggu"}


def capaian(realisasi, target):
    return 100 * realisasi / target
"""
MISTAKES = """
MISTAKES = [
    {"id": "K499", "part": "capaian", "answer": lambda f: 100 * f["target"] / f["realisasi"],
     "message": "Pembilang dan penyebut tertukar."},
    {"id": "K498", "part": "arah", "answer": lambda f: "layanan",
     "message": "Semakin banyak layanan bukan keburukan."},
    {"id": "K497", "part": "rumus", "check": "biasa", "message": "Fungsi Anda membalik pembagiannya.",
     "code": "def capaian(realisasi, target):\\n    return 100 * target / realisasi"},
]
"""
STARTER = '''
def capaian(realisasi, target):
    """Capaian dalam persen."""
    ...
'''
RIGHT_CODE = "def capaian(realisasi, target):\n    return 100 * realisasi / target"
TEXT = "Warga ingin dilayani lebih cepat."


def make_exercises(folder: Path) -> Path:
    """The folder of exercises with ours in it."""
    place = folder / EXERCISE
    place.mkdir(parents=True)
    files = {"exercise.toml": TOML, "solution.py": SOLUTION, "mistakes.py": MISTAKES, "starter.py": STARTER}
    for name, text in {**files, "prompt.md": "Hitunglah."}.items():
        (place / name).write_text(text, encoding="utf-8")
    return folder


def make_class(folder: Path, exercises: Path) -> Path:
    """A course folder with ``source`` and ``release`` built and a secret."""
    grading.build_course([EXERCISE], folder, exercises=exercises, secret=SECRET)
    return folder


def key_of(exercises: Path, participant: str) -> float:
    """The right answer of this participant's variant to ``capaian``."""
    seed = grading.variant_seed(SECRET, participant, EXERCISE)
    return float(Desk(exercises).variant(EXERCISE, seed).keys["capaian"])


def form(course: Path, participant: str, moment: str = MOMENT, **answers: Any) -> Path:
    """Hand in by the form."""
    seed = grading.variant_seed(SECRET, participant, EXERCISE)
    return grading.write_form_submission(course, participant, EXERCISE, seed, answers, moment)


def notebook(course: Path, participant: str, moment: str = MOMENT, **cells: str) -> Path:
    """Hand in the participant's own notebook; ``cells``: part id → the whole answer cell."""
    file = course / "release" / EXERCISE / f"{EXERCISE}.ipynb"
    document = json.loads(file.read_text(encoding="utf-8"))
    seed = grading.variant_seed(SECRET, participant, EXERCISE)
    document["metadata"]["lab_iku"]["variant"] = grading.variant_tag(seed)
    for cell in document["cells"]:
        part = cell["metadata"].get("lab_iku", {}).get("part")
        if part in cells and cell["metadata"]["nbgrader"]["solution"]:
            cell["source"] = cells[part]
    content = json.dumps(document).encode()
    return grading.write_notebook_submission(course, participant, EXERCISE, content, moment)
