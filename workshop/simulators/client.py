"""The server's own client of a viewer's kernel: ready as soon as the kernel is, so that a page does not wait for nothing."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

ROUND = 1.0  # seconds after which a question is asked again
HEARD = 0.2  # seconds for what a kernel tells everybody; without it we are not connected to that yet
PATIENCE = 60.0


class ReadyClient(AsyncKernelClient):
    """A client that waits for the answer to its question on both channels, and for no more.

    The usual client then listens until nothing has come for a fifth of a second. Here the last message that belongs
    to the question is known: the kernel says that it is idle again.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel answers and is heard.

        Raises:
            RuntimeError: it died, or does not answer in time (as the usual client says it).
        """
        deadline = time.monotonic() + (PATIENCE if timeout is None else timeout)
        while True:
            question = self.kernel_info()
            try:
                answer = await self._message(self.get_shell_msg, question, ROUND)
                while True:
                    told = await self._message(self.get_iopub_msg, question, HEARD)
                    if told["content"].get("execution_state") == "idle":
                        self._handle_kernel_info_reply(answer)
                        return
            except Empty:
                pass
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError("Kernel didn't respond in time")

    @staticmethod
    async def _message(receive: Any, question: str, seconds: float) -> dict[str, Any]:
        """The next message that belongs to a question.

        Raises:
            queue.Empty: none came in time.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message: dict[str, Any] = await receive(timeout=left)
            if message["parent_header"].get("msg_id") == question:
                return message
        raise Empty
