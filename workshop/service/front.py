"""The one public address: configurable-http-proxy (PyPI, no Node) with what a room of phones needs.

``python -m workshop.service.front --port 8000 --target http://127.0.0.1:P1 --route /simulator=http://127.0.0.1:P2``
The REST API of the proxy stays as it is (token in ``CONFIGPROXY_AUTH_TOKEN``), so that JupyterHub can steer it.

What is added to the stock proxy, and why:

- more than ten requests at a time (Tornado's client stops at ten: the eleventh phone would wait for a long one);
- compressed answers pass through as they are (the stock proxy unpacks them, so a phone gets three times the bytes);
- the websocket subprotocol that the target chose is told to the browser, and binary messages stay binary
  (Jupyter's kernels need both);
- headers by which a client could claim another address are dropped;
- a trainee's JupyterLab is reached by that trainee only, and sees no cookie of the class (``gate``);
- one address has an end to its connections and to what it sends at a time (``crowd``).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
from pathlib import Path

from configurable_http_proxy.configproxy import PythonProxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, websocket_connect

from workshop import journal
from workshop.service import crowd, gate
from workshop.service.crowd import Crowd, Doorway, Measured
from workshop.service.gate import Gate
from workshop.service.routes import KeptRoutes

CONNECTIONS = 600  # asumsi: 60 phones with six connections each, and some to spare
WAITING = (
    1024  # connections not yet accepted; of the usual 128, a hall that opens the page at once waits a second
)
LONGEST_WAIT = 120.0  # seconds; a lesson that nobody has read yet is executed first
LARGEST_ANSWER = 64 * 1024 * 1024
LARGEST_MESSAGE = 16 * 1024 * 1024  # of a websocket, to or from a kernel
SPOOFABLE = ("X-Real-Ip", "X-Forwarded-For", "X-Forwarded-Host", "X-Scheme", "X-Forwarded-Proto", "Forwarded")
NOT_PASSED_ON = (*SPOOFABLE, "Transfer-Encoding")  # a body goes on whole, with its length
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "upgrade", "te", "trailer"}
WIDER_WORKER = (
    "service-worker-allowed"  # a script of a trainee's server would stay, for whoever sits there next
)
BUSY = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Sebentar</title>'
    "<h1>Sebentar, kelas sedang disiapkan.</h1><p>Halaman ini memuat ulang sendiri. Jawaban Anda aman.</p></html>"
)
NOT_TAKEN = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Belum tersimpan</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<h1>Isian yang baru Anda kirim belum tersimpan.</h1><p>Kelas sedang memulihkan diri, beberapa detik saja. "
    "Kembali ke halaman sebelumnya, lalu kirim lagi. Yang sudah tersimpan sebelumnya aman.</p></html>"
)
NOT_YOURS = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Bukan notebook Anda</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<h1>Notebook ini bukan milik Anda.</h1><p>Masuk ke kelas dahulu, lalu buka notebook dari Kelas saya. "
    '<a href="/kelas">Kelas saya</a></p></html>'
)
log = logging.getLogger("iku.depan")


class Front(ProxyHandler):
    """One request or websocket on its way through."""

    def initialize(self, crowd: Crowd, gate: Gate | None = None, **values: object) -> None:
        super().initialize(**values)
        self.crowd, self.gate = crowd, gate

    def prepare(self) -> None:
        for name in NOT_PASSED_ON:
            if name in self.request.headers:
                del self.request.headers[name]
        owner = self._owner()
        if owner is None:
            return
        cookie = self.request.headers.get("Cookie", "")
        path = self.request.path
        # the same address in other letters (//user, %75ser) is asked for by nobody honest
        if self.gate is None or owner != gate.owner(path) or not self.gate.open_for(path, cookie):
            self.set_status(403)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(NOT_YOURS)
            return
        if cookie:
            self.request.headers["Cookie"] = gate.hub_cookies(cookie)

    def _owner(self) -> str | None:
        """Whose server answers, as the address says it or, however it is spelled, as the proxy's routes say it."""
        way = self.proxy.target_for_req(None, self.path_args[0])
        led = gate.owner(way["prefix"]) if way else None
        return led or gate.owner(self.request.path)

    def compute_etag(self) -> None:
        """The target's business."""

    def _get_proxy_request(self, url: str) -> HTTPRequest:
        request: HTTPRequest = super()._get_proxy_request(url)
        request.decompress_response = False
        request.request_timeout = LONGEST_WAIT
        return request

    async def call_proxy(self, path: str | None = None) -> None:
        """Ask and answer; of one trainee's server few at a time, until the browser has taken what came."""
        owner = gate.owner(self.request.path)
        if owner is None:
            await self._pass(path)
            return
        async with self.crowd.turn(owner):
            await self._pass(path)

    async def _pass(self, path: str | None) -> None:
        url = await self.get_target_url(path)
        if url is None:
            return
        try:
            answer = await AsyncHTTPClient().fetch(self._get_proxy_request(url), raise_error=False)
            if answer.code == 599:
                raise answer.error or OSError("no answer")
        except Exception as fault:
            log.warning("no answer from %s: %s", self.target["target"], type(fault).__name__)
            self.set_status(503)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Retry-After", "3")
            self.finish(BUSY if self.request.method in ("GET", "HEAD") else NOT_TAKEN)
            return
        self.set_status(answer.code, answer.reason)
        self.clear_header("Content-Type")
        trainees = gate.owner(self.request.path) is not None
        for name in {name for name, _ in answer.headers.get_all()}:
            if name.lower() in HOP_BY_HOP or (trainees and name.lower() == WIDER_WORKER):
                continue
            self.clear_header(name)
            for value in answer.headers.get_list(name):
                if trainees and name.lower() == "set-cookie" and not gate.may_set(self.request.path, value):
                    continue
                self.add_header(name, value)
        if self.request.method == "HEAD":
            self.set_header("Content-Length", answer.headers.get("Content-Length", "0"))
        elif answer.body:
            self.write(answer.body)
        del answer  # a browser may take long over what is written now; once in memory is enough
        with contextlib.suppress(StreamClosedError):
            await self.finish()

    async def start_ws_client(self, path: str | None = None) -> None:
        """Connect to the target first, with the browser's subprotocols, and remember which one it chose."""
        url = await self.get_target_url(path)
        if url is None:
            return
        offered = [
            item.strip()
            for value in self.request.headers.get_list("Sec-WebSocket-Protocol")
            for item in value.split(",")
            if item.strip()
        ]
        request = self._get_proxy_request("ws" + url.removeprefix("http"))
        for name in list(request.headers):
            if name.lower().startswith("sec-websocket") or name.lower() in ("connection", "upgrade"):
                del request.headers[name]
        try:
            self.ws_client = await websocket_connect(
                request,
                subprotocols=offered or None,
                max_message_size=LARGEST_MESSAGE,
            )
        except Exception as fault:
            log.warning("no websocket at %s: %s", self.target["target"], type(fault).__name__)
            self.set_status(getattr(fault, "code", 503))
            self.finish()

    def open(self, *_: str) -> None:
        self.listening = asyncio.ensure_future(self._from_target())

    async def _from_target(self) -> None:
        """Carry what the target says, no faster than the browser takes it: nothing piles up here."""
        with contextlib.suppress(WebSocketClosedError, StreamClosedError):
            while self.ws_client and (message := await self.ws_client.read_message()) is not None:
                await self.write_message(message, binary=isinstance(message, bytes))
        self.close()

    async def on_message(self, message: str | bytes) -> None:
        """Carry what the browser says, no faster than the target takes it."""
        if self.ws_client:
            with contextlib.suppress(WebSocketClosedError, StreamClosedError):
                await self.ws_client.write_message(message, binary=isinstance(message, bytes))

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """The one that the target chose."""
        return getattr(self.ws_client, "selected_subprotocol", None)


def make_front(
    target: str, routes: dict[str, str], token: str | None, data: Path | None = None
) -> PythonProxy:
    """The proxy with its fixed routes; without a class folder nobody's JupyterLab is reached."""
    quiet = logging.getLogger("iku.depan.proxy")
    quiet.setLevel(logging.ERROR)
    proxy = PythonProxy({"log": quiet, "auth_token": token, "x_forward": True})
    if data:
        proxy._routes = KeptRoutes(data / "cache" / "rute.json")
    proxy.add_route("/", {"target": target})
    for path, where in routes.items():
        proxy.add_route(path, {"target": where})
    there = Crowd()
    proxy.proxy_app = Measured(
        [(r"/(.*)", Front, {"proxy": proxy, "gate": Gate(data) if data else None, "crowd": there})],
        log_function=lambda handler: None,
        websocket_max_message_size=LARGEST_MESSAGE,
    )
    proxy.proxy_app.crowd = there
    return proxy


def open_door(app: Measured) -> Doorway:
    """The server that phones reach, with an end to what one address takes of it."""
    door = Doorway(
        app,
        max_buffer_size=crowd.LARGEST_FILE,
        idle_connection_timeout=crowd.IDLE_SECONDS,
        body_timeout=crowd.BODY_SECONDS,
    )
    door.crowd = app.crowd
    return door


async def serve(args: argparse.Namespace) -> None:
    """Listen until a signal asks to stop."""
    crowd.as_many_files_as_allowed()
    AsyncHTTPClient.configure(
        "tornado.simple_httpclient.SimpleAsyncHTTPClient",
        max_clients=CONNECTIONS,
        max_buffer_size=LARGEST_ANSWER,
        max_body_size=LARGEST_ANSWER,
    )
    routes = dict(item.split("=", 1) for item in args.route)
    proxy = make_front(args.target, routes, os.environ.get("CONFIGPROXY_AUTH_TOKEN"), args.data)
    open_door(proxy.proxy_app).listen(args.port, args.host, backlog=WAITING)
    if args.api_port:
        HTTPServer(proxy.api_app).listen(args.api_port, "127.0.0.1")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def main(argv: list[str] | None = None) -> None:
    """Process entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="0.0.0.0")  # noqa: S104  (phones must reach it)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api-port", type=int, default=0)
    parser.add_argument("--target", required=True)
    parser.add_argument("--data", type=Path, help="class folder; needed for the notebook track")
    parser.add_argument("--route", action="append", default=[], help="/path=http://host:port")
    journal.keep()
    asyncio.run(serve(parser.parse_args(argv)))


if __name__ == "__main__":
    main()
