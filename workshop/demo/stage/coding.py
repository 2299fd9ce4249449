"""The notebook track: two trainees in JupyterLab, each in a cage of their own."""

from __future__ import annotations

from workshop.demo.stage.learning import NOTEBOOK
from workshop.demo.stage.record import Measure
from workshop.demo.stage.room import Room, Scene, must


def open_the_labs(room: Room) -> str:
    for coder in room.coders:  # both press the button at the same moment
        coder.window.checked = False  # JupyterLab's own pages and console are not ours
        coder.start_lab(NOTEBOOK)
    for coder in room.coders:
        seconds = coder.lab_is_open()
        room.record.measures.append(Measure("Menekan Kerjakan di JupyterLab sampai notebook siap", seconds))
    room.coders[0].window.picture("JupyterLab berbahasa Indonesia, dengan notebook latihan yang sama.")
    return "Dua peserta berlaptop membuka JupyterLab bersamaan, masing-masing di kandangnya sendiri."


def write_and_ask(room: Room) -> str:
    first = room.coders[0]
    data = room.running.folder.path
    for coder in room.coders:
        parts = [part for part in coder.keys.parts(coder.name, NOTEBOOK) if part.cell]
        cells = {f"jawaban-{part.id}": part.cell for part in parts}
        if coder is first:
            part = next(part for part in parts if part.kind == "number")
            coder.write_cells(NOTEBOOK, data, {f"jawaban-{part.id}": f"jawaban_{part.id} = 1.0"})
            coder.ask(part.id, "Belum tepat.")
        coder.write_cells(NOTEBOOK, data, cells)
        coder.ask(parts[-1].id, "Benar.")
        coder.window.picture(f"{coder.name} menulis jawaban, menjalankannya, lalu bertanya dengan periksa().")
        coder.save(NOTEBOOK, data, cells)
    return "Keduanya menjawab di sel, satu keliru dahulu, memeriksa, lalu menyimpan."


def collect(room: Room) -> str:
    for coder in room.coders:
        receipt = coder.collect(NOTEBOOK)
        coder.window.checked = True
        place = room.running.folder.course / "submitted" / coder.keys.person(coder.name) / NOTEBOOK
        sent = (place / f"{NOTEBOOK}.ipynb").read_bytes()
        must(
            sent == coder.file(NOTEBOOK, room.running.folder.path).read_bytes(),
            "Notebook yang terkumpul berbeda.",
        )
    room.coders[-1].window.picture(f"Terkumpul langsung dari JupyterLab, tanda terima {receipt}.")
    return "Satu tombol mengumpulkan notebook; yang diterima sama persis dengan yang disimpan."


SCENES = (
    Scene("JupyterLab dibuka", open_the_labs, coders=True),
    Scene("Jawaban di notebook", write_and_ask, coders=True),
    Scene("Notebook dikumpulkan", collect, coders=True),
)
