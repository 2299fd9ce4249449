"""Who may pass to ``/user/p-…/``: only the browser of that trainee; and which cookies may.

All servers of trainees share one origin with the class. Without this gate a trainee could lure another to the own
server and take what the other's browser sends: the class's cookie. So a request for a trainee's server must carry the
session of that very trainee, and neither side sees the other's cookies.
"""

from __future__ import annotations

import re
import time
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from tornado.web import decode_signed_value

from workshop.service.accounts import TRAINEE_COOKIE, TRAINEE_DAYS
from workshop.service.folder import ClassFolder
from workshop.service.store import Store

OWNED = re.compile(r"/user/(?P<person>[^/]+)(?:/|$)")
HUBS = re.compile(r"(?:__Host-)?(?:jupyterhub-|_xsrf$|username-)")
REMEMBERED = 5.0  # seconds for which a session that was good is not asked about again


class Gate:
    """Reads the class's database; knows nothing of Jupyter."""

    def __init__(self, data: Path) -> None:
        folder = ClassFolder(data)
        self._key = folder.cookie_key()
        self._store = Store(folder.database)
        self._known: dict[str, tuple[float, str]] = {}

    def open_for(self, path: str, cookie: str) -> bool:
        """Whether a request with this ``Cookie`` header may go to this path."""
        return owner(path) in (None, self.person(cookie))

    def person(self, cookie: str) -> str | None:
        """Participant id of the class session in a ``Cookie`` header."""
        morsel = _cookies(cookie).get(TRAINEE_COOKIE)
        if morsel is None:
            return None
        value = morsel.value
        moment, person = self._known.get(value, (0.0, ""))
        if time.monotonic() - moment < REMEMBERED:
            return person
        token = decode_signed_value(self._key, TRAINEE_COOKIE, value, max_age_days=TRAINEE_DAYS)
        found = self._store.people.session(token.decode()) if token else None
        if not found or not found[1]:
            return None
        if len(self._known) > 1000:
            self._known.clear()
        self._known[value] = (time.monotonic(), found[1].id)
        return found[1].id


def owner(path: str) -> str | None:
    """The trainee whose code may answer at this path."""
    owned = OWNED.match(path)
    return owned["person"] if owned else None


def hub_cookies(cookie: str) -> str:
    """A ``Cookie`` header with the hub's own cookies only."""
    return "; ".join(f"{name}={it.coded_value}" for name, it in _cookies(cookie).items() if HUBS.match(name))


def may_set(path: str, cookie: str) -> bool:
    """Whether a trainee's server may set this cookie: the hub's names, below its own path."""
    name = cookie.partition("=")[0].strip()
    owned = OWNED.match(path)
    within = re.search(r";\s*path=([^;]*)", cookie, re.I)
    return bool(
        owned
        and HUBS.match(name)
        and within
        and within[1].strip().startswith(f"/user/{owned['person']}/")
        and not re.search(r";\s*domain=", cookie, re.I)
    )


def _cookies(header: str) -> SimpleCookie:
    try:
        return SimpleCookie(header)
    except CookieError:
        return SimpleCookie()
