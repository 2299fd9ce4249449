"""Practice check of the notebook track: a notebook asks, with its trainee's personal code, about one part.

The same examiner as behind Periksa on the form. Nothing is saved: what counts is the notebook that is handed in.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from grading.results import Outcome
from kpi_sim.units import format_number
from workshop.service import codes
from workshop.service.accounts import Limiter
from workshop.service.exercises import is_test
from workshop.service.pages import Page
from workshop.service.store import Participant

log = logging.getLogger("iku.kelas")
LARGEST = 512 * 1024
# asumsi: thirty checks in a minute are a loop, not a person who runs all cells of a notebook again and again; each
# check asks twice
CHECKS = Limiter(tries=60, seconds=60.0)
LATER = "Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi."
WRONG_CODE = "Kode pribadi itu tidak dikenal di kelas ini. Kode itu tampil di Kelas saya."
CLOSED = "Latihan ini sedang ditutup. Fasilitator membukanya pada waktunya."
NO_PART = 'Bagian "{part}" tidak ada. Bagian latihan ini: {parts}.'
UNREADABLE = "Pertanyaan dari notebook tidak dapat dibaca. Jalankan lagi sel pertama, lalu coba lagi."
HIDDEN_LATER = "Pemeriksaan lain dijalankan saat notebook dinilai."


class Practice(Page):
    """One question: first what is needed (the name of the answer, or calls), then the verdict."""

    def check_xsrf_cookie(self) -> None:
        """No cookie says who asks here; the personal code in the question does."""

    async def post(self, exercise_id: str) -> None:
        question = self._question()
        person = self._person(question) if question is not None else None
        if question is None or person is None:
            return
        if not self._is_open(exercise_id):
            self._refuse(409, CLOSED)
            return
        form = await self.room.exercises.public(person.id, exercise_id)
        parts = {part["id"]: part for part in form["parts"] if "notebook" in part["tracks"]}
        wanted = str(question.get("bagian", ""))
        if wanted not in parts:
            self._refuse(404, NO_PART.format(part=wanted[:40], parts=", ".join(parts)))
            return
        if "jawaban" not in question:
            self.finish(await self._needed(person, exercise_id, parts[wanted]))
            return
        try:
            verdict = await self._verdict(person, exercise_id, parts[wanted], question["jawaban"])
        except RecursionError:  # lists in lists in lists: readable, and no answer to anything
            self._refuse(400, UNREADABLE)
            return
        log.info("practice %s %s/%s %s", person.id, exercise_id, wanted, verdict.status)
        self.finish({"status": verdict.status, "kalimat": _sentence(verdict, parts[wanted])})

    def _question(self) -> dict[str, Any] | None:
        """What the notebook asks; says so when it cannot be read."""
        try:
            found = json.loads(self.request.body) if len(self.request.body) <= LARGEST else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._refuse(400, UNREADABLE)
            return None
        return found

    def _person(self, question: dict[str, Any]) -> Participant | None:
        """Whose code it is; guessing and loops are stopped."""
        code = codes.normalise(str(question.get("kode", ""))[:40])
        person = None if self.room.limits.blocked(self.address) else self.store.people.by_code(code)
        if person is None:
            blocked = self.room.limits.blocked(self.address)
            self.room.limits.note(self.address)
            self._refuse(429 if blocked else 403, LATER if blocked else WRONG_CODE)
            return None
        if CHECKS.blocked(person.id):
            self._refuse(429, LATER)
            return None
        CHECKS.note(person.id)
        return person

    def _is_open(self, exercise_id: str) -> bool:
        activity = self.store.activities().get(exercise_id)
        return bool(activity and activity.is_open and not is_test(exercise_id))

    async def _needed(self, person: Participant, exercise_id: str, part: dict[str, Any]) -> dict[str, Any]:
        """The name that holds the answer; for a function also what to call it with."""
        facts = next(item for item in self.room.exercises.get(exercise_id).parts if item.id == part["id"])
        if part["kind"] == "text":
            return {"kalimat": "Bagian ini dibaca dan dinilai fasilitator dengan rubrik pada soal."}
        if part["kind"] != "function":
            return {"nama": facts.name}
        calls = await self.room.exercises.calls(person.id, exercise_id, part["id"])
        return {
            "nama": facts.name,
            "panggilan": [
                {"periksa": call.check, "argumen": [_plain(a) for a in call.arguments]} for call in calls
            ],
        }

    async def _verdict(self, person: Participant, exercise_id: str, part: dict[str, Any], answer: Any) -> Any:
        if part["kind"] != "function":
            return await self.room.exercises.check(person.id, exercise_id, part["id"], answer)
        outcomes = (
            {str(name): _outcome(given) for name, given in answer.items()} if isinstance(answer, dict) else {}
        )
        return await self.room.exercises.judge_calls(person.id, exercise_id, part["id"], outcomes)

    def _refuse(self, status: int, sentence: str) -> None:
        self.set_status(status)
        self.finish({"fault": sentence})


def _sentence(verdict: Any, part: dict[str, Any]) -> str:
    """The verdict in words, with points where it is right."""
    if verdict.status == "correct":
        points = f"{format_number(verdict.points)} dari {format_number(verdict.max)} poin."
        return (
            f"{HIDDEN_LATER} {verdict.message}".strip()
            if part["kind"] == "function"
            else f"{points} {verdict.message}".strip()
        )
    return str(verdict.message)


def _outcome(given: Any) -> Outcome:
    """What a notebook says that its function gave."""
    if not isinstance(given, dict):
        return Outcome(fault="tiada")
    if "galat" in given:
        return Outcome(fault="galat", detail=f"Fungsi Anda berhenti: {str(given['galat'])[:300]}.")
    arguments = given.get("argumen")
    return Outcome(
        value=_frame(given.get("nilai")),
        arguments=tuple(map(_frame, arguments if isinstance(arguments, list) else [])),
    )


def _frame(value: Any) -> Any:
    """A table that travelled as ``{"tabel": {"kolom", "isi"}}``."""
    if isinstance(value, dict) and set(value) == {"tabel"}:
        import pandas as pd

        table = value["tabel"]
        try:
            return pd.DataFrame(table["isi"], columns=table["kolom"])
        except (ValueError, TypeError, KeyError):
            return None
    return value


def _plain(value: Any) -> Any:
    if hasattr(value, "columns"):
        split = value.astype(object).where(value.notna(), None).to_dict("split")
        return {"tabel": {"kolom": split["columns"], "isi": split["data"]}}
    return value
