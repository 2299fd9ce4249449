"""The notebook track on the class's pages: open the own JupyterLab, hand in what is saved there, end it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest

from workshop.errors import UploadError
from workshop.hub import homes
from workshop.service.answering import ExercisePage
from workshop.service.handing_in import LARGEST_NOTEBOOK, check_notebook
from workshop.service.lab_start import start_page
from workshop.service.myclass import exercise_rows, grouped
from workshop.service.pages import Page, trainee_only

log = logging.getLogger("iku.kelas")


def lab_address(person: str, place: str = "") -> str:
    """Path that starts a trainee's JupyterLab where needed and leads there, at a file of the own home."""
    where = f"/user/{person}/lab" + (f"/tree/{place}" if place else "")
    return f"/hub/spawn/{person}?{urlencode({'next': where})}"


class OpenLab(Page):
    """Buka JupyterLab: at its page of lessons and exercises, beside what was open before."""

    @trainee_only
    async def get(self) -> None:
        assert self.person
        data, person = self.room.folder.path, self.person.id
        groups = grouped(self, exercise_rows(self, self.person), set())
        address = f"{self.request.protocol}://{self.request.host}"
        place = ""
        # a full disk, or a folder of that name: JupyterLab opens all the same
        with contextlib.suppress(OSError):
            place = await self.room.exercises.run(
                lambda: homes.place_start(
                    data, person, start_page(groups, homes.folder_of(data, person), address)
                )
            )
        self.redirect(lab_address(person, place))


class OpenExercise(ExercisePage):
    """Kerjakan di JupyterLab: puts the own variant into the home (once) and opens it."""

    @trainee_only
    async def post(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        content = await self.room.exercises.notebook(self.person.id, exercise_id)
        data, person = self.room.folder.path, self.person.id
        place = await self.room.exercises.run(
            lambda: homes.place_notebook(data, person, exercise_id, content)
        )
        self.redirect(lab_address(person, str(place)))


class HandIn(ExercisePage):
    """Kumpulkan dari JupyterLab: hands in what is saved in the home, with a receipt."""

    @trainee_only
    async def post(self, exercise_id: str) -> None:
        assert self.person
        await self.load(exercise_id)
        if not self.activity.is_open:
            self.redirect(f"/latihan/{exercise_id}")
            return
        data, person = self.room.folder.path, self.person.id
        content = await self.room.exercises.run(
            lambda: homes.read_notebook(data, person, exercise_id, LARGEST_NOTEBOOK)
        )
        name = f"{exercise_id}.ipynb"
        if content is None:
            raise UploadError(
                name=name,
                reason="belum ada di JupyterLab Anda, atau lebih dari 8 MB",
                exercise=exercise_id,
                advice=f"Bila berkasnya Anda ganti nama, kembalikan namanya menjadi {name} di folder latihan. "
                'Bila belum ada, tekan "Kerjakan di JupyterLab", isi, simpan, lalu kumpulkan lagi.',
            )
        check_notebook(name, content, exercise_id)
        done = await self.store.work.submit(person, exercise_id, "notebook", content=content)
        await self.room.place(done)
        self.redirect(f"/latihan/{exercise_id}/terkirim")


async def stop_server(person: str) -> None:
    """End a trainee's JupyterLab; files stay. A hub that does not answer is no reason to keep anybody waiting."""
    await _ask_hub("DELETE", f"/users/{person}/server", (202, 204, 400, 404))


async def _ask_hub(method: str, path: str, fine: tuple[int, ...]) -> Any:
    api, token = os.environ.get("IKU_HUB_API"), os.environ.get("IKU_HUB_TOKEN")
    if not api:
        return None
    request = HTTPRequest(
        api + path, method=method, headers={"Authorization": f"token {token}"}, request_timeout=5
    )
    try:
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
    except (OSError, HTTPError) as fault:
        log.warning("the hub does not answer: %s", type(fault).__name__)
        return None
    if answer.code not in fine:
        log.warning("the hub answered %s to %s", answer.code, method)
    return json.loads(answer.body) if answer.body else None
