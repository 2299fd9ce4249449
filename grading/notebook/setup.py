"""The first code cell of every exercise notebook: imports, and the practice check where the class can be asked."""

from __future__ import annotations

from grading.exercise.model import Exercise

IMPORTS = "import numpy as np\nimport pandas as pd\n"
PRACTICE = """# Jalankan sel ini dahulu. Sesudah mengisi jawaban: periksa("{part}") menanyakan bagian itu ke kelas.
{imports}try:
    from labui.practice import Practice

    periksa = Practice("{exercise}")
except ImportError:
    periksa = lambda *_, **__: print("Periksa memerlukan Lab IKU. Notebook ini tetap dapat dikirim ke kelas.")"""


def setup_source(exercise: Exercise) -> str:
    """NumPy and pandas where code is asked for, and ``periksa``."""
    parts = exercise.on("notebook")
    imports = IMPORTS if any(part.kind == "function" for part in parts) else ""
    first = parts[0].id if parts else ""
    return PRACTICE.format(part=first, imports=imports, exercise=exercise.id)
