"""What one address may take of the front door, so that one device cannot leave nothing for the rest of the room.

A door keeps connections and what is on its way in memory. Without an end to both, a single phone that opens
thousands of connections, or sends many large files at once and never finishes, takes all memory of the laptop.
"""

from __future__ import annotations

import asyncio
import resource
from collections import defaultdict
from typing import Any
from weakref import WeakKeyDictionary

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.iostream import IOStream
from tornado.web import Application, RequestHandler, stream_request_body

from workshop.service import gate

# asumsi: a hall behind one address (a router of its own, or Windows before WSL2): 300 phones with six connections each
MOST_CONNECTIONS = 2000
MOST_ON_THE_WAY = 192 * 2**20  # bytes of bodies that one address may be sending
LARGEST_FORM = 9 * 2**20  # what the class service takes (a notebook, a list of those expected)
LARGEST_FILE = 64 * 2**20  # into a trainee's own JupyterLab
IDLE_SECONDS = 90.0  # phones ask every five seconds
BODY_SECONDS = 180.0  # asumsi: 8 MB over the slowest Wi-Fi worth teaching with
# asumsi: a browser asks for six things at a time; each answer of a trainee's server may be 64 MB
AT_ONCE = 8
TOO_MUCH = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Terlalu besar</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<h1>Berkas itu terlalu besar, atau terlalu banyak yang dikirim sekaligus.</h1><p>Berkas paling besar 8 MB. "
    "Kembali ke halaman sebelumnya, lalu kirim satu berkas yang lebih kecil. Yang sudah tersimpan aman.</p></html>"
)


class Crowd:
    """Open connections by address, and how many bytes each has said that it is going to send."""

    def __init__(self) -> None:
        self._sending: defaultdict[str, WeakKeyDictionary[IOStream, int]] = defaultdict(WeakKeyDictionary)
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))

    def admit(self, address: str, stream: IOStream) -> bool:
        """Whether this address may have one more connection."""
        mine = self._sending[address]
        if len(mine) >= MOST_CONNECTIONS:
            for gone in [one for one in mine if one.closed()]:
                del mine[gone]
        if len(mine) >= MOST_CONNECTIONS:
            return False
        mine[stream] = 0
        return True

    def takes(self, address: str, stream: IOStream, size: int) -> bool:
        """Whether this address may send so much more."""
        mine = self._sending[address]
        mine[stream] = 0
        if not size:
            return True
        if size + sum(said for one, said in mine.items() if said and not one.closed()) > MOST_ON_THE_WAY:
            return False
        mine[stream] = size
        return True

    def turn(self, owner: str) -> asyncio.Semaphore:
        """Held while a trainee's server answers: so many at a time, the others wait."""
        return self._turns[owner]


class Doorway(HTTPServer):
    """Listens; closes at once what an address opens beyond its share."""

    crowd: Crowd

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        if self.crowd.admit(str(address[0]), stream):
            super().handle_stream(stream, address)
        else:
            stream.close()


class Measured(Application):
    """Looks at a request's size before any of its body is kept."""

    crowd: Crowd

    def find_handler(self, request: HTTPServerRequest, **options: Any) -> Any:
        most = LARGEST_FILE if gate.owner(request.path) else LARGEST_FORM
        size = _announced(request, most)
        stream = request.connection.stream  # type: ignore[union-attr]
        if size > most or not self.crowd.takes(str(request.remote_ip), stream, size):
            return self.get_handler_delegate(request, TooMuch)
        request.connection.set_max_body_size(most)  # type: ignore[union-attr]
        return super().find_handler(request, **options)


@stream_request_body
class TooMuch(RequestHandler):
    """Keeps nothing of what comes, and says so in the end: a browser reads no answer before it has sent all."""

    def data_received(self, chunk: bytes) -> None:
        """Dropped."""

    async def post(self, *_: str) -> None:
        self.set_status(413)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(TOO_MUCH)

    get = head = put = patch = delete = options = post


def _announced(request: HTTPServerRequest, most: int) -> int:
    """Bytes that a request says it sends; what is sent in pieces of unknown number counts as the most."""
    said = request.headers.get("Content-Length", "0")
    if "Transfer-Encoding" in request.headers or not said.isdecimal():
        return most
    return int(said[:18])


def as_many_files_as_allowed() -> None:
    """Raise the limit of open files to what the system allows: each connection is one, and ordinary users start at 1024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
