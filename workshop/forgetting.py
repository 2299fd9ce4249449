"""Erasing one trainee everywhere in a class folder: database, course folder, notebook home, gradebook."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

from workshop.errors import UnknownParticipantError
from workshop.hub import homes
from workshop.service import codes
from workshop.service.folder import ClassFolder, existing
from workshop.service.store import Participant, Store

AREAS = ("submitted", "autograded", "feedback")


def find(class_dir: Path, asked: str) -> Participant:
    """The trainee with this id, personal code or full name.

    Raises:
        UnknownParticipantError: nobody, or more than one.
    """
    folder = existing(class_dir)
    with Store(folder.database) as store:
        people = store.people.all()
    wanted = " ".join(asked.casefold().split())
    found = [
        person
        for person in people
        if asked.strip() == person.id
        or codes.normalise(asked) == person.code
        or wanted == person.name.casefold()
    ]
    if len(found) != 1:
        said = f"cocok dengan {len(found)} orang" if found else "tidak ada"
        raise UnknownParticipantError(asked=asked, found=said, folder=folder.path)
    return found[0]


def forget(class_dir: Path, person: Participant) -> None:
    """Erase the trainee. Running it twice does no harm; the class may be running."""
    folder = existing(class_dir)
    with Store(folder.database) as store:
        asyncio.run(_erase(store, person.id))
        store.leave_no_trace()
    for area in AREAS:
        shutil.rmtree(folder.course / area / person.id, ignore_errors=True)
    homes.forget(folder.path, person.id)
    _erase_from_gradebook(folder, person.id)


async def _erase(store: Store, participant_id: str) -> None:
    await store.people.forget(participant_id)


def _erase_from_gradebook(folder: ClassFolder, participant_id: str) -> None:
    """Grades, messages and attempts; then nothing of them stays readable in the file."""
    from grading.gradebook import open_gradebook, remove_participant

    gradebook = open_gradebook(folder.course)
    if gradebook is None:
        return
    remove_participant(gradebook, participant_id)
    book = folder.course / "gradebook.db"
    if not book.is_file():
        return
    with sqlite3.connect(book) as raw:
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("VACUUM")
