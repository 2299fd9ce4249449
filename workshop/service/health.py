"""Is the class well? For the supervisor and for `iku doctor`; no personal data."""

from __future__ import annotations

import shutil

from workshop.service.pages import Page


class Health(Page):
    """State of the parts as JSON."""

    def check_xsrf_cookie(self) -> None:
        """Nothing is changed here."""

    async def get(self) -> None:
        self.finish(
            {
                "ok": True,
                "participants": len(self.store.people.all()),
                "exercises": len(self.room.exercises.ids()),
                "free_mb": shutil.disk_usage(self.room.folder.path).free // 2**20,
            }
        )
