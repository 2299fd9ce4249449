"""Server extension: formgrader's autograde button starts the engine beside the server instead of inside it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from grading.formgrader.engine import command


def _load_jupyter_server_extension(server: Any) -> None:
    """Take the place of formgrader's own handler; formgrader itself is loaded before or after, either way."""
    from nbgrader.server_extensions.formgrader import apihandlers
    from nbgrader.server_extensions.formgrader.base import check_notebook_dir, check_xsrf
    from tornado import web

    async def post(self: Any, assignment_id: str, student_id: str) -> None:
        """Grade in a process of its own; other requests are answered meanwhile."""
        asking = command(self.coursedir.root, assignment_id, student_id)
        process = await asyncio.create_subprocess_exec(
            *asking, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, fault = await process.communicate()
        if process.returncode == 0:
            self.write(out)
        else:
            self.log.error("grading stopped: %s", fault.decode(errors="replace"))
            self.write(json.dumps({"success": False, "error": "Penilaian berhenti.", "log": ""}))

    guarded: Any = web.authenticated(check_xsrf(check_notebook_dir(post)))
    apihandlers.AutogradeHandler.post = guarded
    server.log.info("Lab IKU grades behind formgrader's button")
