"""A sheet of paper for each simulator: the guess, the tries, why, and what it means, to be filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from labui.opening import presenter

from workshop.simulators import Simulator

TRIES = 5  # as many as the years of the longest of them
LINE = "_" * 62


def activity_sheet(simulator: Simulator) -> str:
    """The sheet as Markdown, in the steps of the simulator itself: question, guess, tries, meaning."""
    return "\n".join(_lines(simulator)) + "\n"


def _lines(simulator: Simulator) -> Iterator[str]:
    shown = presenter(simulator.id)
    spec = shown.spec()
    yield from (
        f"# Lembar kegiatan: {simulator.title}",
        "",
        f"**{simulator.question}**",
        "",
        spec["scene"],
        "",
    )
    yield from ("## 1. Tebakan", "", spec["prediction"]["ask"], "")
    yield from ("Tebakan saya: ____________ Alasan saya: ______________________________", "")
    yield from (f"## 2. Main ({simulator.minutes} menit)", "", "Ubah satu pengaturan saja setiap kali.", "")
    yield from ("| pengaturan | dari | sampai | sekarang |", "|---|---|---|---|")
    for lever in shown.levers:  # type: ignore[attr-defined]
        ends = " | ".join(lever.show(value) for value in (lever.minimum, lever.maximum, lever.now))
        yield f"| {lever.label} | {ends} |"
    yield from ("", "| percobaan | yang saya ubah | tebakan | hasil dan rentangnya |", "|---|---|---|---|")
    yield from (f"| {nth} | &nbsp; | &nbsp; | &nbsp; |" for nth in range(1, TRIES + 1))
    yield from ("", "## 3. Artinya", "", f"Yang mengejutkan, dan sebabnya: {LINE[:44]}", "", LINE, "")
    yield from (spec["poll"]["question"], "", f"Jawaban saya: {LINE[:48]}", "")
    yield f"Satu hal yang kami coba di unit: {LINE[:44]}"
