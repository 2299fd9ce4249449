"""What people with a phone or a laptop could try against a class, over real HTTP; nothing of it may succeed."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tornado.web import create_signed_value

from workshop.service import folder
from workshop.service.store import Store
from workshop.service.supervisor import free_port


def raw(address: str, request: str, body: bytes = b"", seconds: float = 20) -> str:
    """What is answered to bytes that no client library would send."""
    heard = b""
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), seconds) as line:
        head = f"{request}\nHost: {address.removeprefix('http://')}\nConnection: close\n\n"
        line.sendall(head.replace("\n", "\r\n").encode() + body)
        try:
            while piece := line.recv(65536):
                heard += piece
        except ConnectionResetError:
            pass
    return heard.decode("utf-8", "replace")


# --- a neighbour's JupyterLab: whoever runs it must not get what another browser sends


class Thief(BaseHTTPRequestHandler):
    """What a trainee could run instead of JupyterLab: takes what comes, and gives what it should not."""

    heard: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Thief.heard.append(f"{self.path} {self.headers.get('Cookie', '')}")
        self.send_response(200)
        self.send_header("Set-Cookie", "peserta=milik-saya; Path=/")
        self.send_header("Service-Worker-Allowed", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@dataclass
class Lure:
    """A front door with the server of one trainee behind it, and the cookies of two browsers."""

    address: str
    thief: str
    own: str
    victims: str


@pytest.fixture(scope="module")
def lure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lure]:
    place = folder.prepare(tmp_path_factory.mktemp("pintu") / "kelas")

    async def join(store: Store, name: str) -> tuple[str, str]:
        person = await store.people.join(name, "Dinas Kesehatan")
        assert person
        await store.people.open_session(f"token-{name}", "trainee", person.id)
        return person.id, "peserta=" + create_signed_value(
            place.cookie_key(), "peserta", f"token-{name}"
        ).decode()

    with Store(place.database) as store:
        thief, own = asyncio.run(join(store, "Pencuri"))
        _, victims = asyncio.run(join(store, "Korban"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Thief)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there, port = f"http://127.0.0.1:{server.server_port}", free_port()
    front = [sys.executable, "-m", "workshop.service.front", "--host", "127.0.0.1", "--port", str(port)]
    front += [
        "--target",
        "http://127.0.0.1:1",
        "--route",
        f"/user/{thief}={there}",
        "--data",
        str(place.path),
    ]
    process = subprocess.Popen(front, env={**os.environ, "CONFIGPROXY_AUTH_TOKEN": "rahasia"})
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield Lure(f"http://127.0.0.1:{port}", thief, own, victims)
    process.terminate()
    process.wait(10)
    server.shutdown()
    server.server_close()


SPELLINGS = [
    "/user/{thief}/x",
    "/%75ser/{thief}/x",
    "//user/{thief}/x",
    "///user/{thief}/x",
    "/user%2F{thief}/x",
    "/%2Fuser/{thief}/x",
    "/%2575ser/{thief}/x",
    "/user/%70{rest}/x",
    "/user%252F{thief}/x",
    "/user/{thief}%2F..%2Fx",
    "/user/{thief}",
    "//user/{thief}",
    "/user/{thief};x/",
    "/user/{thief}%00/",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_an_address_leads_a_browser_to_a_neighbours_server(lure: Lure, spelling: str):
    path = spelling.format(thief=lure.thief, rest=lure.thief[1:])
    Thief.heard.clear()
    for more in (
        "",
        "\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==",
    ):
        answer = raw(lure.address, f"GET {path} HTTP/1.1\nCookie: {lure.victims}{more}")
        assert answer.split(" ")[1] in ("403", "404", "503"), answer[:300]
        assert "milik-saya" not in answer
    assert Thief.heard == []


def test_the_own_server_gets_no_cookie_of_the_class_and_sets_none(lure: Lure):
    Thief.heard.clear()
    answer = raw(
        lure.address, f"GET /user/{lure.thief}/lab HTTP/1.1\nCookie: {lure.own}; kelas_xsrf=1; _xsrf=2"
    )
    assert Thief.heard == [f"/user/{lure.thief}/lab _xsrf=2"]
    assert answer.startswith("HTTP/1.1 200")
    assert "Set-Cookie" not in answer and "Service-Worker-Allowed" not in answer
