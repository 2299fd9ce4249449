"""What JupyterLab opens with: lessons in order and the exercises as this trainee stands with them, each a link."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workshop import clock
from workshop.hub import homes
from workshop.service.exercises import is_test
from workshop.service.myclass import Group, Row

# state in the class -> words, and what its link says; "new" and "started" depend on whether the notebook is there
_STATES = {
    "graded": ("sudah dinilai", "Lihat"),
    "submitted": ("sudah dikumpulkan", "Lihat"),
    "closed": ("ditutup fasilitator", ""),
}
_FETCHED, _WAITING = ("diambil, belum dikumpulkan", "Kumpulkan"), ("belum diambil", "Ambil")


def start_page(groups: Sequence[Group], home: Path, address: str) -> str:
    """The page as Markdown.

    Args:
        groups: Kelas saya of this trainee.
        home: of this trainee.
        address: of the class as this browser reaches it, without a slash at the end.
    """
    lines = [
        "# Mulai di sini",
        "",
        "Pilih sebuah judul untuk membukanya. Latihan diambil dan dikumpulkan lewat halaman kelas; tanda terimanya "
        "tampil di sana. Simpan dahulu (Ctrl+S) sebelum mengumpulkan.",
        "",
        f"[Kelas saya]({address}/kelas)",
    ]
    for group in groups:
        rows = [row for row in group.rows if not is_test(row.id)]
        if not rows and not group.lessons:
            continue
        lines += ["", f"## {group.title}", "", "| Judul | Keadaan | |", "|---|---|---|"]
        for lesson in group.lessons:
            lines.append(f"| [{_cell(lesson.title)}]({homes.LESSONS}/{lesson.path.name}) | pelajaran | |")
        lines += [_exercise(row, home, address) for row in rows]
    lines += [
        "",
        f"Keadaan {clock.at_time(clock.now())}. Halaman ini ditulis lagi tiap kali JupyterLab dibuka dari Kelas saya.",
    ]
    return "\n".join([*lines, ""])


def _exercise(row: Row, home: Path, address: str) -> str:
    place = f"{homes.EXERCISES}/{row.id}.ipynb"
    fetched = (home / place).is_file()
    state, step = _STATES.get(row.state, _FETCHED if fetched else _WAITING)
    title = f"[{_cell(row.title)}]({place})" if fetched else _cell(row.title)
    return f"| {title} | {state} | {f'[{step}]({address}/latihan/{row.id})' if step else ''} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
