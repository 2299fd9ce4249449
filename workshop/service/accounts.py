"""Signing in: sessions in cookies, and how often a code may be tried."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict, deque

from tornado.web import RequestHandler

from workshop.service.store import Participant, Store

TRAINEE_COOKIE = "peserta"
DESK_COOKIE = "meja"
DESK_PATH = "/meja"
TRAINEE_DAYS = 30.0
DESK_DAYS = 7.0


class Limiter:
    """Counts tries per address; in memory, because a restart takes longer than the pause it would save."""

    def __init__(self, tries: int = 20, seconds: float = 60.0) -> None:
        self.tries = tries
        self.seconds = seconds
        self._wrong: dict[str, deque[float]] = defaultdict(deque)

    def blocked(self, key: str) -> bool:
        """Whether this address must wait."""
        wrong = self._wrong.get(key)
        if not wrong:
            return False
        while wrong and wrong[0] < time.monotonic() - self.seconds:
            wrong.popleft()
        if not wrong:
            del self._wrong[key]
            return False
        return len(wrong) >= self.tries

    def note(self, key: str) -> None:
        """One more wrong try."""
        if len(self._wrong) > 10_000:
            self._wrong.clear()
        self._wrong[key].append(time.monotonic())

    def forgive(self, key: str) -> None:
        """This address has shown that it knows the code."""
        self._wrong.pop(key, None)


async def sign_in_trainee(handler: RequestHandler, store: Store, person: Participant) -> None:
    """Give this browser a new session of a trainee; an earlier token of it ends (no fixation)."""
    await sign_out_trainee(handler, store)
    token = secrets.token_urlsafe(32)
    await store.people.open_session(token, "trainee", person.id)
    await store.people.sign_in(person.id)
    handler.set_signed_cookie(
        TRAINEE_COOKIE, token, expires_days=TRAINEE_DAYS, httponly=True, samesite="Lax", path="/"
    )


async def sign_out_trainee(handler: RequestHandler, store: Store) -> None:
    """End the trainee session of this browser."""
    if token := _token(handler, TRAINEE_COOKIE):
        await store.people.close_session(token)
    handler.clear_cookie(TRAINEE_COOKIE, path="/")


async def sign_in_desk(handler: RequestHandler, store: Store) -> None:
    """Give this browser the facilitator's desk. The cookie is sent to the desk's pages only."""
    if token := _token(handler, DESK_COOKIE):
        await store.people.close_session(token)
    token = secrets.token_urlsafe(32)
    await store.people.open_session(token, "desk")
    handler.set_signed_cookie(
        DESK_COOKIE, token, expires_days=DESK_DAYS, httponly=True, samesite="Strict", path=DESK_PATH
    )


async def sign_out_desk(handler: RequestHandler, store: Store) -> None:
    """End the desk session of this browser."""
    if token := _token(handler, DESK_COOKIE):
        await store.people.close_session(token)
    handler.clear_cookie(DESK_COOKIE, path=DESK_PATH)


def trainee(handler: RequestHandler, store: Store) -> Participant | None:
    """Who this browser is, or ``None``."""
    token = _token(handler, TRAINEE_COOKIE)
    found = store.people.session(token) if token else None
    return found[1] if found and found[0] == "trainee" else None


def is_desk(handler: RequestHandler, store: Store) -> bool:
    """Whether this browser holds the desk."""
    token = _token(handler, DESK_COOKIE)
    found = store.people.session(token) if token else None
    return bool(found and found[0] == "desk")


def _token(handler: RequestHandler, cookie: str) -> str | None:
    value = handler.get_signed_cookie(cookie, max_age_days=TRAINEE_DAYS)
    return value.decode() if value else None
