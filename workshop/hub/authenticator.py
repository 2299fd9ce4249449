"""Who is at the hub: whoever the class knows. No second login."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator
from jupyterhub.handlers import BaseHandler
from tornado.web import RequestHandler, decode_signed_value

from workshop.hub import HubSettings
from workshop.service.accounts import TRAINEE_COOKIE, TRAINEE_DAYS
from workshop.service.folder import ClassFolder
from workshop.service.store import Store


class ClassDoor(BaseHandler):
    """``/hub/kelas``: from the class's session to the hub's, or to the join page."""

    async def get(self) -> None:
        user = await self.login_user()
        if user is None:
            self.redirect("/masuk")
            return
        self.redirect(self.get_next_url(user))


class ClassAuthenticator(Authenticator):
    """Reads the class's own cookie and asks its database whether the session holds."""

    auto_login = True
    auto_login_oauth2_authorize = True
    refresh_pre_spawn = True
    auth_refresh_age = 1  # whoever sits down next at a browser must not be who has just left it

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._folder = ClassFolder(Path(HubSettings.from_environment().data))
        self._key = self._folder.cookie_key()
        self._store = Store(self._folder.database)

    def login_url(self, base_url: str) -> str:
        return f"{base_url.rstrip('/')}/kelas"

    def get_handlers(self, app: Any) -> list[Any]:
        return [("/kelas", ClassDoor)]

    def person_of(self, handler: RequestHandler) -> str | None:
        """Participant id of this browser's class session."""
        cookie = handler.get_cookie(TRAINEE_COOKIE)
        token = (
            decode_signed_value(self._key, TRAINEE_COOKIE, cookie, max_age_days=TRAINEE_DAYS)
            if cookie
            else None
        )
        found = self._store.people.session(token.decode()) if token else None
        return found[1].id if found and found[1] else None

    def personal_code(self, person: str) -> str:
        """The code by which this participant comes back; empty for somebody who is no longer here."""
        found = self._store.people.get(person)
        return found.code if found else ""

    def is_here(self, person: str) -> bool:
        """Whether this participant has a browser that has not left the class."""
        return self._store.people.has_session(person)

    async def authenticate(self, handler: RequestHandler, data: Any) -> str | None:
        """The participant's id is the user name."""
        return self.person_of(handler)

    async def refresh_user(self, user: Any, handler: RequestHandler | None = None) -> bool:
        """Whether this browser is still that trainee (another may have joined on it, or the session has ended)."""
        if handler is None:
            return self._store.people.get(user.name) is not None
        return self.person_of(handler) == user.name
