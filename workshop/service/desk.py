"""Meja fasilitator: sign-in, the desk itself, its live pieces, one trainee's card."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from workshop import agendas
from workshop.service import accounts, codes, plan
from workshop.service.board import KINDS, board
from workshop.service.myclass import exercise_rows, room_state
from workshop.service.pages import Page, desk_only


class SignIn(Page):
    """The desk's own code, printed where the class was started."""

    async def get(self) -> None:
        if self.at_desk:
            self.redirect("/meja")
            return
        self.page("meja_masuk.html", fault="")

    async def post(self) -> None:
        if self.room.desk_limits.blocked(self.address):
            self._again("Terlalu banyak percobaan dari perangkat ini. Tunggu satu menit, lalu coba lagi.")
            return
        typed = codes.normalise(self.text("kode_meja"))
        # Read anew each time: a restart of the class issues a new code.
        stored = self.store.get("desk_code")
        self.room.desk_limits.note(
            self.address
        )  # before the answer is known: guesses sent at once count, too
        right = bool(typed and stored) and await self.room.exercises.run(lambda: codes.matches(typed, stored))
        if not right:
            self._again("Kode meja tidak dikenal. Lihat kodenya di terminal tempat kelas dimulai.")
            return
        self.room.desk_limits.forgive(self.address)
        await accounts.sign_in_desk(self, self.store)
        self.redirect("/meja")

    def _again(self, fault: str) -> None:
        self.set_status(400)
        self.page("meja_masuk.html", fault=fault)


class SignOut(Page):
    """Leave the desk on this device."""

    @desk_only
    async def post(self) -> None:
        await accounts.sign_out_desk(self, self.store)
        self.redirect("/meja/masuk")


class DeskPage(Page):
    """What the desk and its live pieces share."""

    def values(self) -> dict[str, Any]:
        """All that the desk's templates need for the chosen exercise."""
        ids = self.room.offered()
        chosen = self.get_query_argument("latihan", "")
        activities = self.store.activities()
        if chosen not in ids:
            chosen = next((name for name in ids if activities[name].is_open), ids[0] if ids else "")
        if not chosen:
            raise HTTPError(503)
        graded = {(who, what): result for who, what, result in self.store.work.results()}
        view = board(self.room, chosen)
        return {
            "exercise": self.room.exercises.get(chosen),
            "exercises": self._of_module(ids, chosen),
            "activities": activities,
            "activity": activities[chosen],
            "board": view,
            "kinds": KINDS,
            "names": {row.person.id: row.person.name for row in view.people},
            "graded": sum(what == chosen for _, what in graded),
            "waiting": view.joined - view.finished,
            "progress": self.room.grading.progress,
            "looking_up": self.store.teaching.looking_up(),
            "timer": self.store.teaching.timer(),
            "join_address": self.room.join_address(),
            "simulators": self.room.simulators(),
            "expected": self.store.people.roster(),
            "missing": self.store.people.missing(),
            **plan.desk_values(self.store),
        }

    def _of_module(self, ids: list[str], chosen: str) -> list[Any]:
        """Tests, and the exercises of the module at hand; all others stand on a page of their own."""
        every = [self.room.exercises.get(name) for name in ids]
        running = plan.session(self.store)
        module = running.block.module.id if running and running.block.module else ""
        shown = {"", module, next(item.module for item in every if item.id == chosen)}
        return [item for item in every if item.module in shown]


class AllExercises(DeskPage):
    """Semua latihan: every exercise by module, with its state."""

    @desk_only
    async def get(self) -> None:
        every = [self.room.exercises.get(name) for name in self.room.offered()]
        titles = {"": "Pretes dan postes", **{key: item.title for key, item in agendas.modules().items()}}
        groups = [(key, title, [x for x in every if x.module == key]) for key, title in titles.items()]
        self.page(
            "meja_latihan.html",
            groups=[group for group in groups if group[2]],
            activities=self.store.activities(),
        )


class Desk(DeskPage):
    """The desk."""

    @desk_only
    async def get(self) -> None:
        self.page("meja.html", **self.values())


class Live(DeskPage):
    """The pieces of the desk that change by themselves, as HTML by name."""

    @desk_only
    async def get(self) -> None:
        values = self.values()
        self.finish(
            {
                name: self.fragment(f"_meja_{name}.html", **values)
                for name in ("papan", "orang", "nilai", "rencana")
            }
            | {"keadaan": room_state(self)}
        )


class BoardScreen(DeskPage):
    """The board on the wall: how many have handed in and how the parts stand, without a name."""

    @desk_only
    async def get(self) -> None:
        values = self.values()
        if self.wants_json:
            self.finish({"isi": self.fragment("_layar_papan.html", **values)})
            return
        self.page("layar_papan.html", **values)


class Person(Page):
    """One trainee: personal code for someone who lost it, and how the exercises stand."""

    @desk_only
    async def get(self, participant_id: str) -> None:
        someone = self.store.people.get(participant_id)
        if someone is None:
            raise HTTPError(404)
        rows = exercise_rows(self, someone)
        self.page("meja_peserta.html", someone=someone, rows=rows)
