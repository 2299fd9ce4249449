"""Faults of a trainee's own code, told in Indonesian: what, where, what to look at; Python's words stay at hand.

An extension of IPython that the kernels of a class load (``ipython/ipython_kernel_config.json``). ``%jejak`` shows the
whole traceback of the last fault.
"""

from __future__ import annotations

import linecache
import re
import traceback
from collections.abc import Callable
from typing import Any

from kpi_sim.errors import LabIkuError

BOLD, FAINT, PLAIN = "\x1b[1;31m", "\x1b[2m", "\x1b[0m"
CELL = re.compile(r"ipykernel_\d+")
MORE = "Jejak lengkapnya: tulis %jejak di sel baru."
NO_FAULT = "Belum ada galat di notebook ini."
OF_FIRST = {"iku", "np", "pd", "periksa"}  # gone after every start of a kernel
FIRST = "Jalankan dahulu sel kode pertama notebook ini."

# the first that fits: what happened, and what to look at
SENTENCES: list[tuple[type[BaseException], Callable[[Any], str]]] = [
    (LabIkuError, str),
    (KeyboardInterrupt, lambda _: "Sel dihentikan. Tidak ada yang hilang; jalankan lagi bila perlu."),
    (
        IndentationError,
        lambda _: (
            "Spasi di awal baris belum rapi. Baris di dalam `def`, `if`, dan `for` menjorok empat spasi."
        ),
    ),
    (
        SyntaxError,
        lambda _: "Penulisan baris ini belum lengkap. Periksa kurung, tanda kutip, koma, dan titik dua.",
    ),
    (
        NameError,
        lambda fault: (
            f"Nama `{_name(fault)}` belum ada. "
            + (
                FIRST
                if _name(fault) in OF_FIRST
                else "Periksa ejaannya, atau jalankan dahulu sel yang membuatnya."
            )
        ),
    ),
    (
        ZeroDivisionError,
        lambda _: "Ada pembagian dengan nol. Periksa penyebutnya, misalnya target atau jumlah responden.",
    ),
    (
        KeyError,
        lambda fault: f"Kunci atau kolom {_first(fault)} tidak ada. Periksa ejaan dan huruf besar kecilnya.",
    ),
    (
        IndexError,
        lambda _: "Nomor urut itu di luar isinya. Python menghitung mulai dari 0, jadi yang terakhir n - 1.",
    ),
    (
        ModuleNotFoundError,
        lambda fault: (
            f"Paket `{fault.name}` tidak ada di kelas ini. Pelajaran dan latihan tidak membutuhkannya."
        ),
    ),
    (ImportError, lambda fault: f"`{fault.name or 'Paket itu'}` tidak mempunyai yang hendak diambil."),
    (
        AttributeError,
        lambda fault: (
            f"`{type(fault.obj).__name__}` tidak mempunyai `{fault.name}`. Periksa ejaannya dan jenis nilainya."
        ),
    ),
    (
        FileNotFoundError,
        lambda fault: (
            f"Berkas `{fault.filename}` tidak ada. Letaknya dihitung dari folder tempat notebook ini disimpan."
        ),
    ),
    (OSError, lambda _: "Berkas itu tidak dapat dibuka atau ditulis. Tulis di folder Anda, di bawah 256 MB."),
    (
        MemoryError,
        lambda _: "Memori untuk notebook ini habis. Pakai data yang lebih kecil, lalu mulai ulang kernel.",
    ),
    (
        RecursionError,
        lambda _: "Fungsi memanggil dirinya sendiri tanpa akhir. Periksa syarat berhentinya.",
    ),
    # the checks of an exercise say themselves what is missing
    (AssertionError, lambda fault: str(fault) or "Pemeriksaan `assert` di baris ini tidak terpenuhi."),
    (
        TypeError,
        lambda _: (
            "Jenis nilainya tidak cocok di sini. Periksa angka yang tertulis sebagai teks dan jumlah argumen."
        ),
    ),
    (ValueError, lambda _: "Nilai itu tidak dapat dipakai di sini. Periksa isi dan bentuknya."),
    (BaseException, lambda _: "Python tidak dapat meneruskan baris ini."),
]


def sentence(fault: BaseException) -> str:
    """What happened and what to look at, in Indonesian."""
    say = next(say for kind, say in SENTENCES if isinstance(fault, kind))
    return say(fault)


def place(fault: BaseException) -> tuple[int, str] | None:
    """Line number and text of the trainee's own line where it happened."""
    if isinstance(fault, SyntaxError) and fault.lineno:
        return fault.lineno, (fault.text or "").strip()
    own = [frame for frame in traceback.extract_tb(fault.__traceback__) if CELL.search(frame.filename)]
    if not own or not own[-1].lineno:
        return None
    return own[-1].lineno, linecache.getline(own[-1].filename, own[-1].lineno).strip()


def told(fault: BaseException) -> list[str]:
    """The lines that a trainee sees."""
    lines = [f"{BOLD}{sentence(fault)}{PLAIN}"]
    if where := place(fault):
        lines.append(f"  baris {where[0]}: {where[1]}")
    if not isinstance(fault, LabIkuError | KeyboardInterrupt):
        python = "".join(traceback.format_exception_only(type(fault), fault)).strip().splitlines()[-1]
        lines.append(f"{FAINT}Kata Python: {python}\n{MORE}{PLAIN}")
    return lines


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython: all faults of cells are told through here."""
    show = shell._showtraceback
    last: list[str] = []

    def show_in_indonesian(kind: type[BaseException], fault: BaseException, whole: list[str]) -> None:
        last[:] = whole
        try:
            lines = told(fault)
        except (
            Exception
        ):  # an exception of the trainee's own whose parts raise: Python's words are better than none
            lines = whole
        show(kind, fault, lines)

    def jejak(_: str) -> None:
        print("\n".join(last) or NO_FAULT)

    shell._showtraceback = show_in_indonesian
    shell.register_magic_function(jejak, "line", "jejak")


def _name(fault: NameError) -> str:
    found = fault.name or next(iter(re.findall(r"'([^']+)'", str(fault))), "itu")
    return str(found)


def _first(fault: KeyError) -> str:
    return f"`{fault.args[0]}`" if fault.args else "itu"
