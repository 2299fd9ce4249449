"""``docs/reference/simulator.md``: every simulator with its question, levers and keys, from the simulators themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labui.opening import presenter

from workshop.simulators import Simulator, list_simulators

KEYS = (
    ("Spasi, Backspace", "langkah berikutnya, sebelumnya"),
    ("1 sampai 6", "memilih pengaturan; lalu ← →, Page Up, dan Page Down"),
    ("J", "menjalani tahun berikutnya (Kepala Dinas 5 Tahun)"),
    ("R", "kembali ke keadaan sekarang, atau permainan baru"),
    ("L, A", "tabel di balik gambar; asumsi dengan satuan, jenis, dan sumber"),
    ("P, U", "jajak pendapat; unduh gambar (PNG) sesudah menebak"),
    ("D", "semua kelompok: tebakan, hasil akhir, jajak pendapat; dapat dicetak"),
    ("T, F, G", "waktu, layar penuh, terang atau gelap"),
    ("?", "daftar tombol"),
)


def simulators_page() -> str:
    """The page, as Markdown."""
    found = [(simulator, presenter(simulator.id).spec()) for simulator in list_simulators()]
    lines = [
        "# Simulator",
        "",
        "Ditulis dari simulatornya dengan `python -m workshop.reference`. Di kelas, simulator dibuka dari meja "
        "fasilitator dan dari Kelas saya; tanpa kelas, satu simulator dibuka dengan `iku simulator NAMA`.",
        "",
        "Tiap simulator berjalan dalam empat langkah: pertanyaan, tebakan yang dikunci, main, dan artinya bagi unit "
        "Anda. Jawaban pertama datang seketika dari sepuluh ulangan, lalu rentangnya menyempit dengan sendirinya.",
        "",
        "| nama | simulator | pertanyaan | menit |",
        "|---|---|---|---|",
        *(f"| [`{s.id}`](#{_anchor(s)}) | {s.title} | {s.question} | {s.minutes} |" for s, _ in found),
        "",
        "## Tombol",
        "",
        "| tombol | guna |",
        "|---|---|",
        *(f"| {key} | {use} |" for key, use in KEYS),
    ]
    for simulator, spec in found:
        lines += ["", *_section(simulator, spec)]
    return "\n".join(lines) + "\n"


def _section(simulator: Simulator, spec: dict[str, Any]) -> Iterator[str]:
    yield f"## {simulator.title}"
    yield ""
    yield f"{spec['scene']}"
    yield ""
    yield f"Tebakan: {spec['prediction']['ask']}"
    yield ""
    yield "| pengaturan | dari | sampai | sekarang |"
    yield "|---|---|---|---|"
    for lever in presenter(simulator.id).levers:  # type: ignore[attr-defined]
        ends = " | ".join(lever.show(value) for value in (lever.minimum, lever.maximum, lever.now))
        yield f"| {lever.label} | {ends} |"


def _anchor(simulator: Simulator) -> str:
    return simulator.title.lower().replace(" ", "-")
