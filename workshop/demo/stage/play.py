"""Plays the scenes one after the other, keeps time, and goes on after a fault."""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workshop.demo.stage import arriving, coding, ending, game, learning
from workshop.demo.stage.browsers import Theatre, Window, find_browser
from workshop.demo.stage.record import Record, SceneFault, Step
from workshop.demo.stage.report import write_report
from workshop.demo.stage.room import Room, Scene
from workshop.demo.stage.running import RunningClass
from workshop.doctor import bubblewrap_works
from workshop.errors import RoomFaultError

SCENES = (*arriving.SCENES, *learning.SCENES, *coding.SCENES, *game.SCENES, *ending.SCENES)
STOPPED = "langkah sebelumnya diperlukan dan tidak beres"
WITHOUT_CAGES = "bubblewrap belum bekerja di komputer ini; pasang dengan: sudo apt install bubblewrap"


@dataclass(frozen=True)
class Played:
    """How it went; ``report`` is the page with the pictures."""

    report: Path
    steps: int
    pictures: int
    seconds: float
    faults: list[str]
    left_out: list[str]

    def summary(self) -> dict[str, Any]:
        """The fields that programs rely on."""
        return {**asdict(self), "report": str(self.report), "seconds": round(self.seconds, 1)}

    def complaint(self) -> str:
        """One sentence for whoever watched, where something was not as it should be."""
        return RoomFaultError(
            count=len(self.faults), first=f"{self.faults[0].rstrip('.')}.", report=self.report
        ).sentence()


def play_room(out: Path, say: Callable[[str], None]) -> Played:
    """Play the whole room; ``out`` gets ``laporan.html`` with its pictures and files.

    Raises:
        BrowserMissingError: there is no Chromium here.
        NotReadyError: the class does not start.
    """
    program, began, record = find_browser(), time.monotonic(), Record()
    album, files, said = out / "gambar", out / "berkas", out / "terminal.txt"
    for kept in (album, files):
        kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="iku-ruang-") as place:
        running = RunningClass(Path(place) / "kelas", said)
        theatre = None
        try:
            running.wait()
            say("Kelas dimulai; peramban dibuka.")
            theatre = Theatre(program, running.address, album, record)
            _play_all(Room(running, theatre, record, files, notebooks=bubblewrap_works()), say)
        finally:
            if theatre is not None:
                theatre.close()
            orderly = running.stop()
        if not orderly:
            record.fault("Kelas tidak berakhir dengan baik setelah Ctrl-C.")
        if any(record.faults()):
            shutil.copytree(running.folder.logs, out / "catatan", dirs_exist_ok=True)
            said.rename(out / "catatan" / said.name)
        else:
            said.unlink()
    seconds = time.monotonic() - began
    report = write_report(out, record, seconds=seconds, browser=theatre.version)
    return Played(
        report,
        len(record.steps),
        len(record.pictures()),
        seconds,
        [f"{number}. {step.title}: {text}" for number, step, text in record.faults()],
        [f"{step.title}: {step.left_out}" for step in record.steps if step.left_out],
    )


def _play_all(room: Room, say: Callable[[str], None]) -> None:
    """The day in its order; without a vital scene the rest is left out."""
    for number, scene in enumerate(SCENES, 1):
        _play(room, scene, f"[{number:2d}/{len(SCENES)}]", say)
        if scene.vital and room.record.now.faults:
            room.record.steps += [Step(rest.title, left_out=STOPPED) for rest in SCENES[number:]]
            say(f"Langkah lain tidak dimainkan: {STOPPED}.")
            return


def _play(room: Room, scene: Scene, place: str, say: Callable[[str], None]) -> None:
    """One scene; what goes wrong is noted with a picture."""
    step = Step(scene.title)
    room.record.steps.append(step)
    if scene.coders and not room.notebooks:
        step.left_out = WITHOUT_CAGES
        say(f"{place} {scene.title}: dilewati ({WITHOUT_CAGES}).")
        return
    from playwright.sync_api import Error

    began = time.monotonic()
    try:
        step.told = scene.play(room)
    except SceneFault as fault:
        _note(room, str(fault), fault.window or room.desk)
    except (
        Error,
        OSError,
        LookupError,
        ValueError,
    ):  # of the browser, or of what it met: the log has it whole
        with (room.running.folder.logs / "peramban.log").open("a", encoding="utf-8") as log:
            log.write(f"{scene.title}\n{traceback.format_exc()}\n")
        _note(room, "langkah ini tidak dapat diteruskan; sebabnya ada di catatan/peramban.log.", room.desk)
    step.seconds = time.monotonic() - began
    shown = f"{step.seconds:.1f}".replace(".", ",")
    say(f"{place} {scene.title}: {'ada yang tidak beres' if step.faults else 'beres'}, {shown} detik.")
    for text in step.faults:
        say(f"        {text}")


def _note(room: Room, text: str, window: Window) -> None:
    """A fault, and where it was seen."""
    room.record.fault(text)
    with suppress(Exception):  # the window may be what is broken
        window.picture("Di sini langkah ini berhenti.")
