"""The front door: what the stock proxy would not do for a room of phones."""

from __future__ import annotations

import asyncio
import gzip
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler, websocket_connect

from workshop.service import folder
from workshop.service.front import make_front
from workshop.service.routes import KeptRoutes
from workshop.service.store import Store


class Echo(RequestHandler):
    """Says what arrived."""

    def get(self):
        self.add_header("Set-Cookie", "a=1")
        self.add_header("Set-Cookie", "b=2")
        self.finish({"headers": dict(self.request.headers), "path": self.request.uri})


class Big(RequestHandler):
    def get(self):
        self.finish("kata " * 5000)


class Slow(RequestHandler):
    waiting = 0
    crowd: asyncio.Event

    async def get(self):
        Slow.waiting += 1
        if Slow.waiting == 40:
            Slow.crowd.set()
        await asyncio.wait_for(Slow.crowd.wait(), 20)
        self.finish("ok")


class Kernel(WebSocketHandler):
    def select_subprotocol(self, subprotocols):
        return "v1.kernel" if "v1.kernel" in subprotocols else None

    def on_message(self, message):
        self.write_message(message, binary=isinstance(message, bytes))


@asynccontextmanager
async def door(**routes: str):
    target_socket, target_port = bind_unused_port()
    app = Application(
        [(r"/besar", Big), (r"/lambat", Slow), (r".*/ws", Kernel), (r".*", Echo)], compress_response=True
    )
    target = HTTPServer(app)
    target.add_socket(target_socket)
    front_socket, port = bind_unused_port()
    proxy = make_front(
        f"http://127.0.0.1:{target_port}",
        {path: where or f"http://127.0.0.1:{target_port}" for path, where in routes.items()},
        "token",
    )
    front = HTTPServer(proxy.proxy_app)
    front.add_socket(front_socket)
    AsyncHTTPClient.configure(None, max_clients=200)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        front.stop()
        target.stop()


def fetch(address: str, path: str, **options):
    return AsyncHTTPClient().fetch(HTTPRequest(f"http://{address}{path}", **options), raise_error=False)


def test_a_client_cannot_claim_another_address():
    async def run():
        async with door() as address:
            spoof = {"X-Real-Ip": "1.2.3.4", "X-Forwarded-For": "1.2.3.4"}
            return await fetch(address, "/", headers=spoof)

    heard = asyncio.run(run()).body.decode()
    assert "1.2.3.4" not in heard
    assert "127.0.0.1" in heard


def test_compressed_answers_stay_compressed_and_cookies_stay_apart():
    async def run():
        async with door() as address:
            packed = await fetch(
                address, "/besar", headers={"Accept-Encoding": "gzip"}, decompress_response=False
            )
            return packed, await fetch(address, "/")

    packed, plain = asyncio.run(run())
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == b"kata " * 5000
    assert plain.headers.get_list("Set-Cookie") == ["a=1", "b=2"]


def test_forty_phones_wait_at_the_same_time():
    async def run():
        Slow.waiting, Slow.crowd = 0, asyncio.Event()
        async with door() as address:
            return await asyncio.gather(*(fetch(address, "/lambat", request_timeout=30) for _ in range(40)))

    assert [answer.code for answer in asyncio.run(run())] == [200] * 40


@pytest.mark.parametrize("message", ["halo", b"\x00\x01\xff"])
def test_websockets_pass_with_their_subprotocol(message: str | bytes):
    async def run():
        async with door(**{"/simulator": ""}) as address:
            socket = await websocket_connect(f"ws://{address}/simulator/ws", subprotocols=["v0", "v1.kernel"])
            await socket.write_message(message, binary=isinstance(message, bytes))
            heard = await asyncio.wait_for(socket.read_message(), 10)
            chosen = socket.selected_subprotocol
            socket.close()
            return chosen, heard

    assert asyncio.run(run()) == ("v1.kernel", message)


def test_a_part_that_is_starting_gives_a_page_that_tries_again():
    async def run():
        unused, port = bind_unused_port()
        unused.close()
        async with door(**{"/simulator": f"http://127.0.0.1:{port}"}) as address:
            return await fetch(address, "/simulator/x")

    answer = asyncio.run(run())
    assert answer.code == 503
    assert "kelas sedang disiapkan" in answer.body.decode()
    assert 'http-equiv="refresh"' in answer.body.decode()


def test_a_form_that_was_not_taken_is_called_not_saved_and_nothing_reloads_by_itself():
    async def run():
        unused, port = bind_unused_port()
        unused.close()
        async with door(**{"/simulator": f"http://127.0.0.1:{port}"}) as address:
            return await fetch(address, "/simulator/x", method="POST", body="jawaban=5")

    answer = asyncio.run(run())
    said = answer.body.decode()
    assert answer.code == 503
    assert "Isian yang baru Anda kirim belum tersimpan." in said
    assert "refresh" not in said


def test_a_door_that_was_killed_still_knows_what_the_hub_told_it(tmp_path: Path):
    data = folder.prepare(tmp_path / "kelas").path
    Store(data / "kelas.sqlite").close()
    before = make_front("http://127.0.0.1:1", {"/simulator": "http://127.0.0.1:2"}, "token", data)
    for person in ("p-abc123", "p-def456"):
        before.add_route(
            f"/user/{person}/", {"target": "http://127.0.0.1:3", "user": person, "server_name": ""}
        )
    before.remove_route("/user/p-def456/")
    after = make_front("http://127.0.0.1:9", {"/simulator": "http://127.0.0.1:8"}, "token", data)
    told = {path: data["target"] for path, data in after.get_routes().items()}
    assert told == {
        "/": "http://127.0.0.1:9",
        "/simulator": "http://127.0.0.1:8",
        "/user/p-abc123": "http://127.0.0.1:3",
    }
    assert after.get_routes()["/user/p-abc123"]["user"] == "p-abc123"
    assert after.target_for_req("", "/user/p-abc123/lab")["target"] == "http://127.0.0.1:3"


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"/user/x": {}}', '{"/masuk": {"target": "http://127.0.0.1:6"}}']
)
def test_a_damaged_file_of_routes_is_as_none(tmp_path: Path, kept: str):
    (tmp_path / "rute.json").write_text(kept)
    assert KeptRoutes(tmp_path / "rute.json").get_all() == {}
