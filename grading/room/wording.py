"""What a cell or a call has to say when it did not go well, in Indonesian (Python itself speaks English)."""

from __future__ import annotations

import re

_REFUSED = "membuka jaringan, menjalankan program, atau memakai berkas di luar folder latihan"

# exception of Python → (pattern of its text, what it means); the pattern's group stands for {0}
_MEANINGS = {
    "ZeroDivisionError": ("", "ada pembagian dengan nol"),
    "NameError": (r"name '(.+?)' is not defined", 'nama "{0}" belum dibuat'),
    "UnboundLocalError": (r"variable '(.+?)'", 'nama "{0}" dipakai sebelum diisi'),
    "ModuleNotFoundError": (r"No module named '(.+?)'", 'modul "{0}" tidak tersedia'),
    "ImportError": (r"cannot import name '(.+?)'", 'nama "{0}" tidak ada di modul itu'),
    "FileNotFoundError": (r"'(.+?)'", 'berkas "{0}" tidak ada'),
    "AttributeError": (r"has no attribute '(.+?)'", 'nilai itu tidak mempunyai "{0}"'),
    "KeyError": (r"(.+)", "kunci {0} tidak ada"),
    "IndexError": ("", "nomor urut di luar isi daftar"),
    "IndentationError": ("", "lekukan barisnya belum sesuai"),
    "SyntaxError": ("", "penulisan kodenya belum lengkap atau belum benar"),
    "RecursionError": ("", "fungsi memanggil dirinya sendiri tanpa akhir"),
    "NotImplementedError": ("", "bagian ini belum diisi"),
    "KeyboardInterrupt": ("", "sel dihentikan"),
    "MemoryError": ("", "memori yang diminta terlalu banyak"),
}


def meaning(name: str, text: str) -> str:
    """An exception in words, with Python's own name for those who look it up."""
    pattern, said = _MEANINGS.get(name, ("", ""))
    found = re.search(pattern, text) if pattern else None
    if not said or (pattern and not found):
        return f"{name}: {text}" if text else name
    return f"{said.format(*(found.groups() if found else ()))} ({name})"


def refusal(name: str, text: str) -> str:
    """What a cell asked for in vain; our own refusals say it themselves."""
    return text if name == "NotAllowedError" and text else _REFUSED


def seconds_text(seconds: float) -> str:
    """Seconds with a decimal comma."""
    return f"{seconds:g}".replace(".", ",")


def cell_message(
    status: str, *, seconds: float, name: str = "", text: str = "", line: int | None = None
) -> str:
    """The sentence on a cell that did not run to its end."""
    where = f", baris {line}" if line else ""
    return {
        "timeout": f"Sel ini berhenti setelah {seconds_text(seconds)} detik. Mungkin ada pengulangan tanpa akhir: periksa syarat berhentinya.",
        "memory": "Sel ini memakai memori terlalu banyak. Periksa ukuran daftar atau tabel yang dibuat.",
        "crashed": "Sel ini mematikan ruang penilaian, sehingga dilewati. Jawaban soal lain tetap dinilai.",
        "broken": "Sel ini mengubah Python sehingga sel lain tidak dapat berjalan, maka dilewati. Jawaban soal lain tetap dinilai.",
        "skipped": "Sel ini tidak dijalankan karena waktu penilaian sudah habis.",
        "forbidden": f"Sel ini meminta yang tidak diizinkan saat dinilai: {refusal(name, text)}.",
        "error": f"Sel ini berhenti{where}: {meaning(name, text)}.",
    }[status]


def call_message(function: str, name: str, text: str) -> str:
    """The sentence on a function that raised."""
    return f"{function} berhenti: {meaning(name, text)}."
