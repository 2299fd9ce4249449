"""The websocket between a page and its kernel: one protocol, only the messages of a page, none that shows a source.

Stock Voila reads every binary message as if the client had agreed on the newer protocol. A client that had not (a plain
websocket, or a proxy that drops the subprotocol) makes it take eight arbitrary bytes for a count and build a list of
that many offsets: the whole server stands still and eats the memory, and every page that was just being sent never
ends. Here a client must agree on the protocol, and a count that cannot be is not believed.

A viewer runs no code, but a kernel keeps what it is sent: stock Voila lets a browser make widgets, ten megabytes each,
until the laptop's memory is gone. Our pages only move the widgets that are there, so that is all they may do.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, ClassVar

from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado import web

PROTOCOL = "v1.kernel.websocket.jupyter.org"
MOST_PARTS = 4096
NOT_SHOWN = "execute_input"
FROM_A_PAGE = ["comm_msg", "shutdown_request"]
LARGEST_MESSAGE = (
    256 * 2**10
)  # bytes from a page; moves take a few hundred, the text of a card a few thousand
# a page has one, and another while it comes back; each takes nine open files here and four in the kernel
MOST_CONNECTIONS = 4


def message_type(message: bytes) -> str | None:
    """The type that a packed message says it has; None if it is not packed as the protocol wants."""
    count = int.from_bytes(message[:8], "little")
    if not 5 <= count <= MOST_PARTS or len(message) < 8 * (count + 1):
        return None
    places = [int.from_bytes(message[8 * k : 8 * (k + 1)], "little") for k in range(1, count + 1)]
    try:
        header = json.loads(message[places[1] : places[2]])
    except ValueError:
        return None
    kind = header.get("msg_type") if isinstance(header, dict) else None
    return kind if isinstance(kind, str) else None


class KernelSocket(KernelWebsocketHandler):
    """The connection of one page to its kernel."""

    connected: ClassVar[Counter[str]] = Counter()

    async def get(self, kernel_id: str) -> None:
        offered = ",".join(self.request.headers.get_list("Sec-WebSocket-Protocol"))
        if PROTOCOL not in {part.strip() for part in offered.split(",")}:
            raise web.HTTPError(400, "protocol not offered")
        if self.connected[kernel_id] >= MOST_CONNECTIONS:
            raise web.HTTPError(429, "too many connections to one kernel")
        self.connected[kernel_id] += 1
        try:
            await super().get(kernel_id)  # returns when the connection has ended
        finally:
            self.connected[kernel_id] -= 1
            if not self.connected[kernel_id]:
                del self.connected[kernel_id]

    def write_message(self, message: bytes | str | dict[str, Any], binary: bool = False) -> Any:
        """Pass on what a page may see."""
        if isinstance(message, bytes) and message_type(message) in (NOT_SHOWN, None):
            return None
        if isinstance(message, dict) and message.get("header", {}).get("msg_type") == NOT_SHOWN:
            return None
        return super().write_message(message, binary)
