"""Erasing one participant from the gradebook: nbgrader's rows and ours, in one transaction."""

from __future__ import annotations

from sqlalchemy import delete, select

from grading.gradebook.database import Gradebook
from grading.gradebook.registering import tables
from grading.gradebook.tables import OWN


def remove_participant(book: Gradebook, participant: str) -> None:
    """Remove grades, comments, submissions, attempts and the person; nothing happens when there is none.

    Raises:
        GradebookError: the database cannot be used.
    """
    t = tables()
    work, books = t["submitted_assignment"], t["submitted_notebook"]
    mine = select(work.c.id).where(work.c.student_id == participant)
    my_books = select(books.c.id).where(books.c.assignment_id.in_(mine))
    with book.writing() as connection:
        for name in ("grade", "comment"):
            connection.execute(delete(t[name]).where(t[name].c.notebook_id.in_(my_books)))
        connection.execute(delete(books).where(books.c.assignment_id.in_(mine)))
        connection.execute(delete(work).where(work.c.student_id == participant))
        connection.execute(delete(t["student"]).where(t["student"].c.id == participant))
        for own in OWN.tables.values():
            connection.execute(delete(own).where(own.c.participant == participant))
