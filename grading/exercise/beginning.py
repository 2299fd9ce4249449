"""A new exercise folder to start from: it works at once and passes the proof, one question and one of a chosen kind."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from grading.errors import ExerciseExistsError
from grading.exercise.model import KINDS
from grading.exercise.toml_table import ID
from kpi_sim.errors import UnknownNameError


class Snippets(NamedTuple):
    """What one kind of part adds to the files."""

    toml: str
    key: str = ""
    mistakes: str = ""
    function: str = ""


TOML = """title = "Judul latihan"
module = "{module}"            # M0 … M9
level = "dasar"           # dasar | lanjut | tantangan
minutes = 10
order = {order}               # urutan mengajar: nomor modul × 100 + tempatnya
source = "asumsi: angka dibuat untuk latihan"   # dasar aturan, atau asumsi beserta alasannya

[[parts]]
id = "capaian"
title = "Semakin tinggi semakin baik"
kind = "number"
points = 2
objective = "T4.1"
prompt = "Target {{target}} %, realisasi {{realisasi}} %. Berapa capaiannya, dalam persen? Tulis dua desimal."
facts = [
  {{ label = "Target", value = "{{target}} %" }},
  {{ label = "Realisasi", value = "{{realisasi}} %" }},
]
unit = "%"
look = "Pelajaran Skor dan predikat"
hint = "Mana yang dijanjikan, mana yang terjadi?"
"""
SOLUTION = '''"""Kunci latihan: hanya dijalankan oleh pemeriksa, tidak pernah sampai ke peserta."""

from kpi_sim import achievement
from kpi_sim.units import round_half_up


def variant(rng):
    """Angka seorang peserta; rng adalah numpy.random.Generator."""
    return {{"target": int(rng.integers(80, 96)), "realisasi": int(rng.integers(60, 79))}}


def key(facts):
    """Jawaban penuh tiap bagian."""
    return {{
        "capaian": round_half_up(achievement(facts["realisasi"], facts["target"], "maximize"), 2),
{key}    }}
{function}'''
MISTAKES = '''"""Jawaban keliru yang lazim: rumusnya, bukan angkanya."""

MISTAKES = [
    {{
        "id": "K401",
        "part": "capaian",
        "answer": lambda facts: 100 * facts["target"] / facts["realisasi"],
        "message": "Pembilang dan penyebut Anda tertukar. Mana yang dijanjikan?",
    }},
    {{
        "id": "K412",
        "part": "capaian",
        "answer": lambda facts: facts["realisasi"],
        "message": "Itu realisasi. Capaian membandingkannya dengan target.",
    }},
    {{
        "id": "K413",
        "part": "capaian",
        "answer": lambda facts: facts["realisasi"] - facts["target"],
        "message": "Itu selisih dalam poin persen. Soal menanyakan perbandingan.",
    }},
{mistakes}]
'''
PROMPT = (
    "Tulis di sini apa yang perlu dibaca peserta sebelum mulai: keadaan, aturan, dan cara menulis jawaban.\n"
)
OPTIONS = """options = [
  { id = "lama", label = "Waktu tunggu warga" },
  { id = "rapat", label = "Jumlah rapat" },
  { id = "serapan", label = "Serapan anggaran" },
]
"""
STARTER = '''def capaian(realisasi, target):
    """Capaian dalam persen; None bila targetnya nol."""
    ...
'''


def _part(name: str, kind: str, text: str) -> str:
    return f'\n[[parts]]\nid = "{name}"\ntitle = "Judul bagian"\nkind = "{kind}"\npoints = 2\nobjective = "T4.1"\n{text}'


SNIPPETS: dict[str, Snippets] = {
    "number": Snippets(""),
    "choice": Snippets(
        _part(
            "pilihan",
            "choice",
            'prompt = "Mana yang dirasakan warga?"\n' + OPTIONS + 'hint = "Siapa yang merasakannya?"\n',
        ),
        '        "pilihan": "lama",\n',
        '    {"id": "K101", "part": "pilihan", "answer": "rapat", "message": "Itu yang kita kerjakan. Apa yang berubah bagi warga?"},\n',
    ),
    "choices": Snippets(
        _part(
            "pilihan",
            "choices",
            'prompt = "Mana saja yang bukan hasil?"\n' + OPTIONS + 'hint = "Siapa yang merasakannya?"\n',
        ),
        '        "pilihan": ["rapat", "serapan"],\n',
        '    {"id": "K101", "part": "pilihan", "when": lambda facts, answer: "lama" in answer, "message": "Baca lagi: siapa yang merasakan perubahan itu?"},\n',
    ),
    "ordering": Snippets(
        _part(
            "urutan",
            "ordering",
            'prompt = "Urutkan dari yang paling dekat dengan warga."\n'
            + OPTIONS.replace("lama", "tunggu")
            + 'hint = "Mulai dari yang dirasakan warga."\n',
        ),
        '        "urutan": ["tunggu", "serapan", "rapat"],\n',
        '    {"id": "K106", "part": "urutan", "when": lambda facts, answer: answer[:1] == ["rapat"], "message": "Apakah warga hadir di rapat itu?"},\n',
    ),
    "table": Snippets(
        _part(
            "tabel",
            "table",
            'prompt = "Isi capaian tiap baris."\nunit = "%"\nrows = [\n'
            '  { id = "satu", label = "Indikator satu", facts = [{ label = "target", value = "{target}" }, { label = "realisasi", value = "{realisasi}" }] },\n'
            '  { id = "dua", label = "Indikator dua", facts = [{ label = "target", value = "50" }, { label = "realisasi", value = "40" }] },\n'
            ']\nhint = "Satu baris pada satu waktu."\n',
        ),
        '        "tabel": {"satu": round_half_up(achievement(facts["realisasi"], facts["target"], "maximize"), 2), "dua": 80},\n',
        '    {"id": "K402", "part": "tabel", "row": "dua", "answer": 125, "message": "Pembilang dan penyebut tertukar?"},\n',
    ),
    "scorecard": Snippets(
        _part(
            "kartu-skor",
            "scorecard",
            'prompt = "Isi capaian kedua indikator dan nilai totalnya. Bobot keduanya sama."\nunit = "%"\nrows = [\n'
            '  { id = "satu", label = "Indikator satu", facts = [{ label = "target", value = "80" }, { label = "realisasi", value = "72" }] },\n'
            '  { id = "dua", label = "Indikator dua", facts = [{ label = "target", value = "50" }, { label = "realisasi", value = "40" }] },\n'
            '  { id = "total", label = "Nilai total" },\n]\nhint = "Hitung capaian tiap baris dahulu, lalu timbang dengan bobotnya."\n',
        ),
        '        "kartu-skor": {"satu": 90, "dua": 80, "total": 85},\n',
        '    {"id": "K904", "part": "kartu-skor", "row": "total", "answer": 170, "message": "Itu jumlah. Apa peran bobotnya?"},\n',
    ),
    "text": Snippets(
        _part(
            "uraian",
            "text",
            'prompt = "Apa yang berubah bagi warga bila capaian itu naik? Tulis satu atau dua kalimat."\nmax_words = 60\n'
            'rubric = [\n  { id = "warga", title = "Menyebut warga", levels = ["Belum memadai: tidak menyebut warga", "Baik: menyebut siapa dan apa yang berubah"] },\n]\n',
        ),
    ),
    "indicator": Snippets(
        _part(
            "kartu",
            "indicator",
            'prompt = "Perbaiki nama indikator ini."\nfields = ["name"]\nmust_not = ["target-in-name"]\nmax_warnings = 12\nhint = "Apa yang berganti tiap tahun?"\n\n'
            '[parts.given]\nname = "Persentase akta kelahiran tepat waktu 95 %"\ndefinition = "Akta kelahiran yang terbit paling lama 2 hari kerja sejak berkas lengkap, di seluruh kecamatan"\n'
            'formula = "akta terbit dalam standar ÷ akta dimohon × 100"\nunit = "persen"\npolarity = "maximize"\nlevel = "outcome"\n'
            'baseline = "80"\nbaseline_year = "2025"\ntargets = { "2026" = "95" }\ndata_source = "register akta"\nfrequency = "monthly"\nowner = "Kepala Bidang Pencatatan Sipil"\n',
        ),
        '        "kartu": {"name": "Persentase akta kelahiran tepat waktu"},\n',
    ),
    "function": Snippets(
        _part(
            "fungsi",
            "function",
            'tracks = ["notebook"]\nprompt = "Tulis fungsi `capaian(realisasi, target)`; kembalikan `None` bila targetnya nol."\nfunction = "capaian"\n'
            'checks = [\n  { id = "biasa", arguments = ["$realisasi", "$target"], hint = "Hitung satu contoh dengan tangan dahulu." },\n'
            '  { id = "nol", arguments = [5, 0], hidden = true, hint = "Apa yang terjadi bila targetnya nol?" },\n]\n',
        ),
        "",
        '    {\n        "id": "K402",\n        "part": "fungsi",\n        "code": "def capaian(realisasi, target):\\n    return 100 * target / realisasi if target else None",\n'
        '        "check": "biasa",\n        "message": "Pembilang dan penyebut tertukar?",\n    },\n',
        "\n\ndef capaian(realisasi, target):\n    return 100 * realisasi / target if target else None\n",
    ),
}


def begin_exercise(folder: Path, name: str, kind: str, module: str = "M4") -> Path:
    """A working exercise folder ``folder/name`` with a part of this kind.

    Raises:
        UnknownNameError: no such kind. ExerciseExistsError: the folder is there, or its name cannot be an id.
    """
    if kind not in KINDS:
        raise UnknownNameError("Jenis bagian", kind, KINDS)
    own = folder / name
    if own.exists() or not ID.fullmatch(name):
        raise ExerciseExistsError(name=name, folder=folder)
    snippets = SNIPPETS[kind]
    own.mkdir(parents=True)
    texts = {
        "exercise.toml": TOML.format(module=module, order=int(module[1:]) * 100 + 90) + snippets.toml,
        "prompt.md": PROMPT,
        "solution.py": SOLUTION.format(key=snippets.key, function=snippets.function),
        "mistakes.py": MISTAKES.format(mistakes=snippets.mistakes),
    }
    if kind == "function":
        texts["starter.py"] = STARTER
    for file, text in texts.items():
        (own / file).write_text(text, encoding="utf-8")
    return own
