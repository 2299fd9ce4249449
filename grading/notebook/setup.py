"""The first code cell of every exercise notebook."""

from __future__ import annotations

from grading.exercise.model import Exercise

IMPORTS = "import numpy as np\nimport pandas as pd"
NOTHING = "# Jalankan sel ini dahulu, lalu isi jawaban di bawah tiap soal."


def setup_source(exercise: Exercise) -> str:
    """Imports where code is asked for."""
    if any(part.kind == "function" for part in exercise.parts):
        return f"{NOTHING}\n{IMPORTS}"
    return NOTHING
