"""Certificates that were issued: a number is given once and never again."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable

from workshop import clock
from workshop.certificates import Certificate, Facts
from workshop.service.store.database import Database


class Awards:
    """Issued certificates of one class."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def facts(self) -> Facts:
        """What the facilitator has entered for the certificates."""
        row = self._db.one("SELECT value FROM meta WHERE name = 'certificate'")
        return Facts.read(json.loads(row["value"])) if row else Facts()

    async def set_facts(self, facts: Facts) -> None:
        """Keep what is printed on certificates issued from now on (and on those issued before)."""

        def work(connection: sqlite3.Connection) -> None:
            text = json.dumps(facts.as_dict(), ensure_ascii=False)
            connection.execute(
                "INSERT INTO meta (name, value) VALUES ('certificate', ?)"
                " ON CONFLICT DO UPDATE SET value = excluded.value",
                (text,),
            )
            connection.execute("UPDATE certificates SET facts = ?", (text,))

        await asyncio.wrap_future(self._db.write(work))

    async def issue(self, people: list[tuple[str, str]], prove: Callable[[int, str], str]) -> int:
        """Give a number to each (participant, name) that has none; gives how many were new."""
        text = json.dumps(self.facts().as_dict(), ensure_ascii=False)

        def work(connection: sqlite3.Connection) -> int:
            row = connection.execute("SELECT coalesce(max(number), 0) FROM certificates").fetchone()
            last = connection.execute("SELECT value FROM meta WHERE name = 'last_certificate'").fetchone()
            number = max(row[0], int(last[0]) if last else 0)
            have = {row[0] for row in connection.execute("SELECT participant FROM certificates")}
            new = [pair for pair in people if pair[0] not in have]
            for participant, name in new:
                number += 1
                connection.execute(
                    "INSERT INTO certificates (participant, number, code, name, issued_at, facts)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (participant, number, prove(number, name), name, clock.now(), text),
                )
            connection.execute(
                "INSERT INTO meta (name, value) VALUES ('last_certificate', ?)"
                " ON CONFLICT DO UPDATE SET value = excluded.value",
                (str(number),),
            )
            return len(new)

        return await asyncio.wrap_future(self._db.write(work))

    def all(self) -> list[Certificate]:
        """Issued certificates by number."""
        return [_certificate(row) for row in self._db.all("SELECT * FROM certificates ORDER BY number")]

    def of(self, participant: str) -> Certificate | None:
        row = self._db.one("SELECT * FROM certificates WHERE participant = ?", participant)
        return _certificate(row) if row else None

    def by_code(self, code: str) -> Certificate | None:
        """The certificate with this verification code."""
        row = self._db.one("SELECT * FROM certificates WHERE code = ?", code)
        return _certificate(row) if row else None


def _certificate(row: sqlite3.Row) -> Certificate:
    return Certificate(
        row["participant"],
        row["number"],
        row["code"],
        row["name"],
        row["issued_at"],
        Facts.read(json.loads(row["facts"])),
    )
