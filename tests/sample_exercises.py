"""Exercise folders for tests: one small exercise with every kind, and helpers that change it."""

from __future__ import annotations

from pathlib import Path

TOML = """
title = "Contoh tiap jenis"
module = "M4"
level = "dasar"
minutes = 10
order = 900
source = "asumsi: angka dibuat untuk uji"

[[parts]]
id = "angka"
title = "Angka"
kind = "number"
points = 2
objective = "T4.1"
prompt = "Target {target} %, realisasi {realisasi} %. Berapa capaiannya?"
facts = [{ label = "Target", value = "{target} %" }]
unit = "%"
hint = "Baca target {target} sekali lagi."

[[parts]]
id = "pilih"
title = "Pilih satu"
hint = "Apa yang ditanyakan?"
kind = "choice"
points = 1
objective = "T4.1"
options = [{ id = "naik", label = "Naik terus" }, { id = "turun", label = "Turun terus" }, { id = "tepat", label = "Tetap" }]

[[parts]]
id = "tandai"
title = "Pilih semua"
hint = "Apa yang ditanyakan?"
kind = "choices"
points = 3
objective = "T4.1"
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }, { id = "c", label = "C" }, { id = "d", label = "D" }, { id = "e", label = "E" }]

[[parts]]
id = "urut"
title = "Urutkan"
hint = "Apa yang ditanyakan?"
kind = "ordering"
points = 2
objective = "T1.2"
options = [{ id = "pk", label = "PK" }, { id = "renja", label = "Renja" }, { id = "renstra", label = "Renstra" }, { id = "rpjmd", label = "RPJMD" }]

[[parts]]
id = "tabel"
title = "Tabel"
hint = "Apa yang ditanyakan?"
kind = "table"
points = 3
objective = "T4.1"
rows = [{ id = "satu", label = "Satu", unit = "%" }, { id = "dua", label = "Dua" }, { id = "arah", label = "Arah", options = [{ id = "naik", label = "Naik" }, { id = "turun", label = "Turun" }] }]

[[parts]]
id = "uraian"
title = "Uraian"
kind = "text"
points = 4
objective = "T1.5"
max_words = 5
rubric = [{ id = "jelas", title = "Jelas", levels = ["Belum memadai", "Baik"] }]

[[parts]]
id = "kartu"
title = "Kartu"
kind = "indicator"
points = 4
objective = "T2.3"
fields = ["name", "polarity"]
must_not = ["target-in-name"]
max_warnings = 20
[parts.given]
name = "Persentase akta kelahiran selesai tepat waktu {target} %"
definition = "Akta kelahiran yang selesai paling lama 2 hari kerja sejak berkas lengkap, di seluruh kecamatan"
formula = "akta selesai dalam standar ÷ akta dimohon × 100"
unit = "persen"
polarity = "semakin tinggi semakin baik"
level = "outcome"
baseline = "60"
baseline_year = "2025"
targets = { "2026" = "{target}" }
data_source = "register akta"
frequency = "monthly"
owner = "Kepala Bidang"

[[parts]]
id = "bebas"
title = "Bagi sepuluh"
hint = "Apa yang ditanyakan?"
kind = "table"
points = 2
objective = "T1.3"
rows = [{ id = "x", label = "X" }, { id = "y", label = "Y" }]

[[parts]]
id = "fungsi"
title = "Fungsi"
hint = "Apa yang ditanyakan?"
kind = "function"
points = 4
objective = "T3.2"
tracks = ["notebook"]
function = "bagian"
unchanged = true
checks = [
  { id = "biasa", arguments = [{ frame = "register" }, 3], points = 1, hint = "Hitung dengan tangan dahulu." },
  { id = "kosong", arguments = [{ frame = "hampa" }, "$batas"], points = 3, hidden = true, hint = "Bagaimana bila belum ada berkas?" },
]
"""

SOLUTION = """
import pandas as pd


def variant(rng):
    return {
        "target": int(rng.integers(70, 90)),
        "realisasi": int(rng.integers(41, 69)),
        "batas": 3,
        "register": [{"hari": 1}, {"hari": 3}, {"hari": 5}, {"hari": 9}],
        "hampa": [],
    }


def key(facts):
    return {
        "angka": round(100 * facts["realisasi"] / facts["target"], 2),
        "pilih": "turun",
        "tandai": ["a", "b", "c"],
        "urut": ["rpjmd", "renstra", "renja", "pk"],
        "tabel": {"satu": 12.5, "dua": 1250, "arah": "naik"},
        "kartu": {"name": "Persentase akta kelahiran selesai tepat waktu"},
        "bebas": {"x": 4, "y": 6},
    }


def judge_bebas(facts, answer):
    total = answer["x"] + answer["y"]
    return (1.0, "") if total == 10 else (0.5, "Jumlahnya belum sepuluh.")


def bagian(register, batas):
    if register.empty:
        return None
    return float((register["hari"] <= batas).mean() * 100)
"""

MISTAKES = """
MISTAKES = [
    {"id": "K401", "part": "angka", "answer": lambda f: 100 * f["target"] / f["realisasi"], "message": "Terbalik?"},
    {"id": "K412", "part": "angka", "answer": lambda f: f["realisasi"], "message": "Itu realisasi, bukan capaian."},
    {"id": "K202", "part": "pilih", "answer": "naik", "message": "Apakah warga senang bila angkanya naik?"},
    {"id": "K105", "part": "tandai", "when": lambda f, answer: "d" in answer, "message": "D itu keluaran."},
    {"id": "K106", "part": "urut", "when": lambda f, answer: answer[:1] == ["pk"], "message": "Janji sesudah rencana."},
    {"id": "K203", "part": "tabel", "row": "satu", "answer": 25, "message": "Dari berapa?"},
    {"id": "K303", "part": "fungsi", "code": "def bagian(register, batas):\\n    return float((register['hari'] < batas).mean() * 100)", "check": "biasa", "message": "Tepat pada batas masih dalam standar?"},
]
"""

STARTER = '''
import pandas as pd


def bagian(register, batas):
    """Persen berkas yang selesai paling lama batas hari; None bila belum ada berkas."""
    ...
'''


def write_exercise(folder: Path, name: str = "contoh", **files: str) -> Path:
    """An exercise folder below ``folder``; ``toml=``, ``solution=`` … replace its files, "" leaves one out."""
    texts = {
        "toml": TOML,
        "prompt": "Target **{target} %**.",
        "solution": SOLUTION,
        "mistakes": MISTAKES,
        "starter": STARTER,
    }
    names = {
        "toml": "exercise.toml",
        "prompt": "prompt.md",
        "solution": "solution.py",
        "mistakes": "mistakes.py",
        "starter": "starter.py",
    }
    own = folder / name
    own.mkdir(parents=True, exist_ok=True)
    for kind, text in {**texts, **files}.items():
        if text:
            (own / names[kind]).write_text(text, encoding="utf-8")
    return own
