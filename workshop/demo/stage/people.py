"""The people of the play: trainees on phones and laptops, and what each of them knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import grading
from grading.examiner.rehearsal import RehearsedPart
from workshop import paths
from workshop.demo.stage.browsers import Window
from workshop.demo.stage.record import SceneFault
from workshop.service.exercises import ROUNDS
from workshop.service.folder import ClassFolder
from workshop.service.store import Store

PHONES = (
    ("Ani Lestari", "Dinas Kesehatan"),
    ("Budi Santoso", "Dinas Dukcapil"),
    ("Citra Wulandari", "DPMPTSP"),
)
LAPTOPS = (("Siti Aminah", "Dinas Pendidikan"), ("Dedi Kurniawan", "BPSDM"))
ABSENT = ("Eka Puspita", "Puskesmas Simpang IV")


class Keys:
    """The right and the known wrong answers of each trainee's own variant."""

    def __init__(self, folder: ClassFolder) -> None:
        self._folder = folder
        self._rehearsal = grading.Rehearsal(paths.EXERCISES)

    def person(self, name: str) -> str:
        """A trainee's id."""
        with Store(self._folder.database) as store:
            return next(person.id for person in store.people.all() if person.name == name)

    def parts(self, name: str, offer: str) -> list[RehearsedPart]:
        """All parts of an exercise or test as this trainee has them."""
        test, _, rest = offer.partition("-")
        seed = grading.variant_seed(self._folder.secret, self.person(name), offer)
        found: list[RehearsedPart] = self._rehearsal.parts(rest if test in ROUNDS else offer, seed)
        return found


@dataclass
class Trainee:
    """Somebody in the room."""

    name: str
    unit: str
    window: Window
    keys: Keys
    code: str = ""

    def fill_in_the_door(self, address: str) -> None:
        """Open the address of the QR, write name and unit."""
        self.window.open(address.removeprefix(self.window.address))
        self.window.write("input[name=nama]", self.name)
        self.window.write("input[name=unit]", self.unit)

    def enter(self) -> None:
        """Press the button of the door; remember the personal code."""
        self.window.press('button:has-text("Masuk kelas")')
        self.window.arrive("/kelas*")
        self.window.see(".code-big")
        self.code = re.sub(r"\s", "", self.window.text(".code-big"))

    def form_parts(self, offer: str) -> list[RehearsedPart]:
        """The parts that can be answered on a phone."""
        return [part for part in self.keys.parts(self.name, offer) if part.place and part.right is not None]

    def fill(self, part: RehearsedPart, raw: Any) -> None:
        """Answer the part that is open."""
        if isinstance(raw, dict):
            for row, text in raw.items():
                self.window.write(f'[name="jawaban.{row}"]', str(text))
        elif part.kind in ("choice", "choices"):
            for value in raw if isinstance(raw, list) else [raw]:
                self.window.press(f'label:has(input[value="{value}"])')
        else:
            self.window.write("#jawaban", str(raw))

    def work_through(self, offer: str, *, wrong: int = 0) -> None:
        """All parts from the first to the page that hands in; the last ``wrong`` with a known mistake get it."""
        parts = self.form_parts(offer)
        missable = [part.id for part in parts if part.wrong]
        mistaken = missable[len(missable) - wrong :]
        self.window.open(f"/latihan/{offer}/{parts[0].place}")
        for part in parts:
            raw = next(iter(part.wrong.values())) if part.id in mistaken else part.right
            self.fill(part, raw)
            self.window.press('.foot button[value="lanjut"]')
            place = part.place or 0
            self.window.arrive(f"/latihan/{offer}/{'kirim' if part is parts[-1] else place + 1}")

    def hand_in(self, offer: str) -> str:
        """Press Kirim; gives the receipt."""
        self.window.press('main button:has-text("Kirim")')
        self.window.arrive(f"/latihan/{offer}/terkirim")
        return self.receipt()

    def receipt(self) -> str:
        """The receipt that the page shows."""
        found = re.search(r"Tanda terima\s+(\S+)", self.window.text("main"))
        if not found:
            raise SceneFault(f"{self.window.who}: tanda terima tidak tampil.")
        return found[1]
