"""Session plans for the facilitator: agendas of minutes, and per module what to do, say, expect and answer.

Both are data (``course/guide/*.toml``, ``course/guide/modul/*.toml``): the desk shows them live, and the printable
guide is written from them.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kpi_sim.errors import UnknownNameError
from workshop.paths import DOCS, GUIDE

BREAK = "rehat"
ONE_DAY = "satu-hari"  # the agenda whose minutes are shown where no agenda is chosen
PLANS = {"sosialisasi-2-jam": "2 jam", ONE_DAY: "1 hari", "dua-hari": "2 hari"}  # agenda -> short name
LESSON_HOUR = 45  # minutes of one JP (rule pelatihan-asn)
_KINDS = {"tes": "tes", BREAK: "rehat", "penutup": "penutup", "pembuka": "pembuka", "modul": "modul"}


@dataclass(frozen=True)
class Step:
    """One step of a module: what the facilitator does and says, and its minutes as (agenda, minutes) where it is taken."""

    plan: tuple[tuple[str, int], ...]
    do: str
    say: str

    def minutes_in(self, agenda: str) -> int:
        """Minutes of this step in an agenda; 0 where it is left out."""
        return dict(self.plan).get(agenda, 0)


@dataclass(frozen=True)
class Module:
    """Speaker's notes of one module; questions come as pairs (question, answer)."""

    id: str
    title: str
    question: str
    surprise: str
    steps: tuple[Step, ...]
    expected: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]
    obstacles: tuple[str, ...]
    debrief: tuple[str, ...]
    short: str
    lessons: tuple[str, ...] = ()
    simulators: tuple[str, ...] = ()
    how_to: tuple[str, ...] = ()  # pages of docs/how-to that its facilitator needs

    def minutes_in(self, agenda: str) -> int:
        """Minutes of all its steps in an agenda; 0 where the module is not taught."""
        return sum(step.minutes_in(agenda) for step in self.steps)

    def steps_in(self, agenda: str) -> tuple[Step, ...]:
        """The steps that an agenda takes, in order."""
        return tuple(step for step in self.steps if step.minutes_in(agenda))


@dataclass(frozen=True)
class Block:
    """One line of an agenda; ``start`` and ``end`` as "08.45", empty when the agenda has no clock."""

    day: int
    minutes: int
    title: str
    kind: str
    module: Module | None
    start: str
    end: str
    do: str = ""  # what the facilitator does where no module's notes say it


@dataclass(frozen=True)
class Agenda:
    """A session plan; ``minutes`` counts learning time, breaks left out."""

    id: str
    title: str
    audience: str
    lesson_hours: int
    blocks: tuple[Block, ...]
    when_late: tuple[str, ...]
    friday: str = ""
    note: str = ""

    @property
    def minutes(self) -> int:
        """Learning time: everything but breaks."""
        return sum(block.minutes for block in self.blocks if block.kind != BREAK)


def list_agendas() -> list[Agenda]:
    """The agendas of the guide, shortest first."""
    return sorted(map(_agenda, sorted(GUIDE.glob("agenda-*.toml"))), key=lambda agenda: agenda.minutes)


def load_agenda(agenda_id: str) -> Agenda:
    """The agenda with this id.

    Raises:
        UnknownNameError: there is none.
    """
    every = {agenda.id: agenda for agenda in list_agendas()}
    if agenda_id not in every:
        raise UnknownNameError("Agenda", agenda_id, every)
    return every[agenda_id]


@functools.cache
def modules() -> dict[str, Module]:
    """Module id -> speaker's notes, in teaching order."""
    return {path.stem: _module(path) for path in sorted((GUIDE / "modul").glob("M*.toml"))}


def _module(path: Path) -> Module:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    room = raw["ruang"]
    return Module(
        id=raw["id"],
        title=raw["judul"],
        question=raw["pertanyaan"],
        surprise=raw["kejutan"],
        steps=tuple(
            Step(tuple(step["menit"].items()), step["lakukan"], step["katakan"]) for step in raw["langkah"]
        ),
        expected=tuple((item["tanya"], item["jawab"]) for item in raw["jawaban"]),
        questions=tuple((item["t"], item["j"]) for item in raw["tanya"]),
        obstacles=tuple(room["hambatan"]),
        debrief=tuple(room["debrief"]),
        short=raw["bila_singkat"],
        lessons=tuple(raw.get("pelajaran", ())),
        simulators=tuple(raw.get("simulator", ())),
        how_to=tuple(raw.get("panduan", ())),
    )


def _agenda(path: Path) -> Agenda:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Agenda(
        id=raw["id"],
        title=raw["judul"],
        audience=raw["untuk"],
        lesson_hours=raw["jp"],
        blocks=tuple(_blocks(raw["acara"], raw.get("mulai", []))),
        when_late=tuple(raw["terlambat"]),
        friday=raw.get("jumat", ""),
        note=raw.get("catatan", ""),
    )


def _blocks(items: list[dict[str, object]], starts: list[str]) -> Iterator[Block]:
    """Blocks with their clock: each day starts at its hour, each block where the one before ended."""
    clock = {day: int(start[:2]) * 60 + int(start[3:]) for day, start in enumerate(starts, 1)}
    elapsed: dict[int, int] = {}
    for item in items:
        day, minutes = int(str(item.get("hari", 1))), int(str(item["menit"]))
        begin = elapsed.get(day, clock.get(day, 0))
        elapsed[day] = begin + minutes
        module = modules()[str(item["modul"])] if "modul" in item else None
        kind = _KINDS[str(item.get("jenis", "modul"))]
        times = (_hour(begin), _hour(begin + minutes)) if day in clock else (str(begin), str(begin + minutes))
        yield Block(day, minutes, str(item["judul"]), kind, module, *times, str(item.get("lakukan", "")))


def _hour(minutes: int) -> str:
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def agenda_page(agenda: Agenda) -> str:
    """One agenda as a page for print (Markdown)."""
    hours = (
        f"{agenda.minutes} menit, {agenda.lesson_hours} JP (1 JP = {LESSON_HOUR} menit; rehat tidak dihitung)"
    )
    lines = [f"# {agenda.title}", "", agenda.audience, "", f"Waktu belajar {hours}.", ""]
    days = sorted({block.day for block in agenda.blocks})
    for day in days:
        if len(days) > 1:
            lines += [f"## Hari {day}", ""]
        lines += ["| waktu | menit | acara | catatan |", "|---|---|---|---|"]
        lines += [_agenda_row(block) for block in agenda.blocks if block.day == day]
        lines.append("")
    alone = {block.title: block.do for block in agenda.blocks if block.do}
    if alone:
        lines += ["## Acara di luar modul", "", *[f"- **{title}.** {do}" for title, do in alone.items()], ""]
    lines += ["## Bila waktu kurang", "", *[f"- {line}" for line in agenda.when_late], ""]
    lines += [part for text in (agenda.friday, agenda.note) if text for part in (text, "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def module_page(module: Module) -> str:
    """Speaker's notes of one module as a page for print (Markdown)."""
    lines = [f"# {module.id} {module.title}", "", f"**Pertanyaan pembuka.** {module.question}", ""]
    lines += [f"**Kejutannya.** {module.surprise}", "", "## Langkah", ""]
    taught = [agenda for agenda in PLANS if module.minutes_in(agenda)]
    lines += [
        f"Menit tiap langkah: {' · '.join(PLANS[agenda] for agenda in taught)}; – berarti dilewati.",
        "",
    ]
    lines += ["| menit | lakukan | katakan |", "|---|---|---|"]
    lines += [f"| {shown_minutes(step, taught)} | {step.do} | {step.say} |" for step in module.steps]
    lines += [f"| **{shown_minutes(module, taught)}** | jumlah menit | &nbsp; |"]
    lines += ["", f"Bila waktu singkat: {module.short}", ""]
    lines += [line for name in module.how_to for line in (_how_to(name), "")]
    lines += ["## Jawaban yang diharapkan", "", *_pairs(module.expected), ""]
    lines += ["## Pertanyaan yang sering muncul", "", *_pairs(module.questions), ""]
    lines += ["## Yang dapat menghambat", "", *[f"- {text}" for text in module.obstacles], ""]
    lines += ["## Penutup", "", *[f"- {text}" for text in module.debrief]]
    return "\n".join(lines) + "\n"


def shown_minutes(timed: Step | Module, agendas: Iterable[str] = PLANS) -> str:
    """Minutes in each agenda, as "9 · 12 · 15"; a dash where it is left out."""
    return " · ".join(str(timed.minutes_in(agenda) or "–") for agenda in agendas)


def _how_to(name: str) -> str:
    """A sentence that leads to a page of ``docs/how-to``, called by that page's own title."""
    title = (DOCS / "how-to" / f"{name}.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    return f"Panduan langkah demi langkah: [{title}](../../../docs/how-to/{name}.md)."


def _agenda_row(block: Block) -> str:
    note = f"[{block.module.id}](modul/{block.module.id}.md)" if block.module else block.kind
    return f"| {block.start}–{block.end} | {block.minutes} | {block.title} | {note} |"


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for asked, said in pairs:
        yield f"- **{asked}** {said}"
