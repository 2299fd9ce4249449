"""Everybody and everything in the room, as the scenes need it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from workshop.demo.stage.browsers import Theatre, Window
from workshop.demo.stage.laptop import Coder
from workshop.demo.stage.people import LAPTOPS, PHONES, Keys, Trainee
from workshop.demo.stage.record import Record, SceneFault
from workshop.demo.stage.running import RunningClass


@dataclass
class Room:
    """The class, its windows and its people; ``files`` is where downloads of the report go."""

    running: RunningClass
    theatre: Theatre
    record: Record
    files: Path
    notebooks: bool
    desk: Window = field(init=False)
    wall: Window = field(init=False)
    phones: list[Trainee] = field(init=False)
    coders: list[Coder] = field(init=False)

    def __post_init__(self) -> None:
        keys = Keys(self.running.folder)
        self.desk = self.theatre.desk("Meja fasilitator")
        self.wall = self.theatre.wall(self.desk)
        self.phones = [
            Trainee(name, unit, self.theatre.phone(f"Ponsel {name.split()[0]}"), keys)
            for name, unit in PHONES
        ]
        self.coders = [
            Coder(name, unit, self.theatre.laptop(f"Laptop {name.split()[0]}"), keys)
            for name, unit in (LAPTOPS if self.notebooks else ())
        ]

    @property
    def everyone(self) -> list[Trainee]:
        """All trainees who came."""
        return [*self.phones, *self.coders]

    def desk_press(self, action: str, *, path: str = "") -> None:
        """Press the desk's button of a form action; one that asks is confirmed."""
        if path:
            self.desk.open(path)
        form = self.desk.page.locator(f'form[action="{action}"]')
        if form.locator("xpath=ancestor::details[not(@open)]").count():
            form.locator("xpath=ancestor::details/summary").click()
        self.desk.follow(f'form[action="{action}"] button')

    def turn_to(self, title: str) -> None:
        """Tell the agenda on the desk what is on now."""
        self.desk.open("/meja")
        self.desk.press(f'.agenda button:has-text("{title}")')
        self.desk.see(f'.agenda [aria-current="step"]:has-text("{title}")')

    def download(self, window: Window, selector: str, name: str) -> Path:
        """Take a file as a person does; kept beside the report."""
        window.take(selector, self.files / name)
        return self.files / name


@dataclass(frozen=True)
class Scene:
    """One step of the day: its title, and what plays it and gives back what happened."""

    title: str
    play: Callable[[Room], str]
    vital: bool = False  # without it the rest cannot be played
    coders: bool = False  # needs the notebook track


def must(condition: bool, words: str) -> None:
    """Something that has to be so.

    Raises:
        SceneFault: it is not; ``words`` say what, in a whole sentence.
    """
    if not condition:
        raise SceneFault(words)
