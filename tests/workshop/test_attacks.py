"""What people with a phone or a laptop could try against a class, over real HTTP; nothing of it may succeed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import re
import secrets
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
import requests
import websocket
from tornado.web import create_signed_value

from workshop import forgetting
from workshop.service import crowd, folder
from workshop.service.store import Store
from workshop.service.supervisor import free_port
from workshop.simulators import server_command


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

    protocol_version = "HTTP/1.1"
    heard: list[str] = []  # noqa: RUF012
    flooded = threading.Event()
    silence = threading.Event()

    def do_GET(self) -> None:
        if self.path.endswith("/siram"):
            self.flood()
            return
        if self.path.endswith("/diam"):
            Thief.silence.wait(30)
            return
        if self.path.endswith("/besar"):
            self.send_response(200)
            self.send_header("Content-Length", str(BIG))
            self.end_headers()
            self.wfile.write(bytes(BIG))
            return
        Thief.heard.append(f"{self.path} {self.headers.get('Cookie', '')}")
        self.send_response(200)
        self.send_header("Set-Cookie", "peserta=milik-saya; Path=/")
        self.send_header("Service-Worker-Allowed", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def flood(self) -> None:
        """Send over a websocket as fast as it goes, whether it is read or not."""
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        proof = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.wfile.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {proof}\r\n\r\n".encode()
        )
        self.connection.settimeout(2)
        frame = b"\x82\x7f" + (2**20).to_bytes(8, "big") + bytes(2**20)
        with contextlib.suppress(OSError):
            for _ in range(400):
                self.wfile.write(frame)
        Thief.flooded.set()

    def log_message(self, *_: object) -> None:
        """Quiet."""


BIG = 20 * 2**20


@dataclass
class Lure:
    """A front door with the server of one trainee behind it, and the cookies of two browsers."""

    address: str
    thief: str
    own: str
    victims: str
    door: psutil.Process

    def memory(self) -> int:
        """Bytes that the door holds."""
        return int(self.door.memory_info().rss)


@pytest.fixture(scope="module")
def lure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lure]:
    with opened(tmp_path_factory.mktemp("pintu")) as door:
        yield door


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Lure]:
    """A door of one's own: what another test has left in its memory must not hide what this one adds."""
    with opened(tmp_path) as door:
        yield door


@contextlib.contextmanager
def opened(scratch: Path) -> Iterator[Lure]:
    place = folder.prepare(scratch / "kelas")

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
    yield Lure(f"http://127.0.0.1:{port}", thief, own, victims, psutil.Process(process.pid))
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


# --- nobody alone takes all of the door: what is sent and not read must not pile up in its memory

UPGRADE = "\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng=="


def hold(lure: Lure, request: str, body: bytes = b"") -> socket.socket:
    """A connection on which something was sent, and from which nothing is read."""
    line = socket.create_connection(("127.0.0.1", int(lure.address.rpartition(":")[2])), 20)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with contextlib.suppress(OSError):
        line.sendall(f"{request}\nHost: kelas\n\n".replace("\n", "\r\n").encode() + body)
    return line


@contextlib.contextmanager
def held(lines: list[socket.socket]) -> Iterator[None]:
    try:
        yield
    finally:
        for line in lines:
            line.close()
        time.sleep(0.3)


def someone_else_is_served(lure: Lure) -> bool:
    """Whether the phone of another gets an answer, and soon."""
    with requests.Session() as phone:
        phone.mount("http://", FromElsewhere())
        return (
            phone.get(f"{lure.address}/masuk", timeout=3).status_code == 503
        )  # there is no class behind this door


class FromElsewhere(requests.adapters.HTTPAdapter):
    """Speaks from another address of this machine."""

    def init_poolmanager(self, *values, **options) -> None:
        super().init_poolmanager(*values, source_address=("127.0.0.9", 0), **options)


def test_a_server_that_never_answers_keeps_nobody_else_waiting(fresh: Lure):
    Thief.silence.clear()
    lines = [hold(fresh, f"GET /user/{fresh.thief}/diam HTTP/1.1\nCookie: {fresh.own}") for _ in range(700)]
    with held(lines):
        time.sleep(0.5)
        assert someone_else_is_served(fresh)
        Thief.silence.set()


def test_a_websocket_that_nobody_reads_takes_no_memory(fresh: Lure):
    before = fresh.memory()
    line = hold(fresh, f"GET /user/{fresh.thief}/siram HTTP/1.1\nCookie: {fresh.own}{UPGRADE}")  # 400 MB
    with held([line]):
        assert Thief.flooded.wait(20)
        assert line.recv(12) == b"HTTP/1.1 101"
        assert fresh.memory() - before < 100 * 2**20
        assert someone_else_is_served(fresh)


def test_large_forms_that_never_end_take_no_memory(fresh: Lure):
    before = fresh.memory()
    lines = [
        hold(fresh, f"POST /masuk HTTP/1.1\nContent-Length: {size}", bytes(8 * 2**20))
        for size in [60_000_000] * 20 + [9_000_000] * 40
    ]
    with held(lines):
        assert fresh.memory() - before < 300 * 2**20  # 480 MB were sent
        assert someone_else_is_served(fresh)


def test_a_file_that_is_too_large_is_refused_in_words(lure: Lure):
    answer = requests.post(f"{lure.address}/latihan/x/notebook", data=bytes(BIG), timeout=20)
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


def test_answers_that_nobody_reads_take_no_memory(fresh: Lure):
    before = fresh.memory()
    lines = [
        hold(fresh, f"GET /user/{fresh.thief}/besar HTTP/1.1\nCookie: {fresh.own}") for _ in range(40)
    ]  # 800 MB
    with held(lines):
        time.sleep(3)
        assert fresh.memory() - before < 350 * 2**20
        assert someone_else_is_served(fresh)


def test_thousands_of_connections_of_one_device_leave_the_others_theirs(fresh: Lure):
    crowd.as_many_files_as_allowed()
    port = int(fresh.address.rpartition(":")[2])
    lines = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(crowd.MOST_CONNECTIONS + 200)]
    with held(lines):
        time.sleep(0.5)
        assert sum(map(_is_open, lines)) == crowd.MOST_CONNECTIONS
        assert someone_else_is_served(fresh)


def _is_open(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        line.recv(1)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


# --- the class itself: guesses sent at once, files and names without end


def test_guesses_of_the_desk_code_that_are_sent_at_once_count_each(start_room):
    room = start_room()
    guesser = room.browser()
    guesser.see("/meja/masuk")
    cookies, form = guesser.cookies, {"_xsrf": guesser.token, "kode_meja": "SALAHSALAH"}

    def guess(_: int) -> str:
        return requests.post(f"{room.address}/meja/masuk", data=form, cookies=cookies, timeout=60).text

    with ThreadPoolExecutor(30) as together:
        said = list(together.map(guess, range(60)))
    assert sum("tidak dikenal" in text for text in said) <= 10
    assert sum("Terlalu banyak percobaan" in text for text in said) >= 50
    facilitator = room.browser()
    facilitator.mount("http://", FromElsewhere())
    assert facilitator.open_desk(room.desk_code).url.endswith("/meja")


def test_handing_in_again_and_again_does_not_fill_the_disk(start_room):
    room = start_room()
    ani = room.trainee("Ani")
    ani.see("/latihan/menulis-angka")
    cell = {"cell_type": "markdown", "metadata": {}, "source": "a" * 6_000_000}
    book = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    receipts = set()
    for _ in range(4):
        page = ani.press("/latihan/menulis-angka/notebook", files={"berkas": ("menulis-angka.ipynb", book)})
        receipts |= set(re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}", page.text))
    assert receipts
    with Store(room.workshop.folder.database) as store:
        rows = store._db.all("SELECT receipt, length(content) AS bytes FROM submissions ORDER BY id")
    assert [bool(row["bytes"]) for row in rows] == [False, False, True, True]
    placed = next(room.workshop.folder.course.glob("submitted/*/menulis-angka/menulis-angka.ipynb"))
    assert placed.read_text() == book


def test_one_device_cannot_fill_the_class_with_invented_names(start_room):
    room = start_room()
    crowd = room.browser()
    crowd.see("/masuk")
    cookies, form = crowd.cookies, {"_xsrf": crowd.token, "kode": room.code, "unit": "Dinas Kesehatan"}

    def join(number: int) -> int:
        form_of = {**form, "nama": f"Orang {number}"}
        address = f"{room.address}/masuk"
        return requests.post(
            address, data=form_of, cookies=cookies, allow_redirects=False, timeout=60
        ).status_code

    with ThreadPoolExecutor(30) as together:
        said = list(together.map(join, range(330)))
    assert sorted(said) == [302] * 300 + [429] * 30
    other = room.browser()
    other.mount("http://", FromElsewhere())
    assert other.join(room.code, "Siti Aminah").url.endswith("/kelas?baru=1")


# --- bytes that two readers could read differently, sessions of others, files with odd names

HOST = "Host: kelas"
UNCLEAR = {
    "two lengths": "POST /masuk HTTP/1.1\nContent-Length: 3\nContent-Length: 30",
    "length and pieces": "POST /masuk HTTP/1.1\nContent-Length: 3\nTransfer-Encoding: chunked",
    "pieces of another kind": "POST /masuk HTTP/1.1\nContent-Length: 3\nTransfer-Encoding: xchunked",
    "pieces behind a tab": "POST /masuk HTTP/1.1\nContent-Length: 3\nTransfer-Encoding:\tchunked",
    "a signed length": "POST /masuk HTTP/1.1\nContent-Length: +3",
    "a negative length": "POST /masuk HTTP/1.1\nContent-Length: -3",
    "two hosts": "GET /masuk HTTP/1.1\nHost: jahat.example",
    "a folded header": "GET /masuk HTTP/1.1\nX-A: b\n X-Real-Ip: 10.1.1.1",
    "a lone carriage return": "GET /masuk HTTP/1.1\nX-A: b\rX-Real-Ip: 10.1.1.1",
}


@pytest.mark.parametrize("name", UNCLEAR)
def test_a_request_that_can_be_read_in_two_ways_is_refused(room, name: str):
    answer = raw(room.address, UNCLEAR[name], b"a=1")
    assert answer.startswith("HTTP/1.1 400"), answer
    assert answer.count("HTTP/1.1") == 1


def test_a_body_in_pieces_reaches_the_class_as_one_request(room):
    browser = room.browser()
    browser.see("/masuk")
    fields = f"_xsrf={browser.token}&kode={room.code}&nama=Sri&unit=".encode()
    smuggled = b"\r\n0\r\n\r\nGET /meja HTTP/1.1\r\nHost: kelas\r\n\r\n"
    answer = browser.post(
        f"{room.address}/masuk",
        data=iter([fields, smuggled]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=20,
    )
    assert answer.status_code == 200 and answer.url.endswith("/kelas?baru=1")


@pytest.mark.parametrize(
    "back",
    [
        "//jahat.example/",
        "http://jahat.example",
        "/\\jahat.example",
        "https:jahat.example",
        "javascript:alert(1)",
    ],
)
def test_nothing_leads_a_browser_out_of_the_class(room, back: str):
    browser = room.trainee(f"Tamu {abs(hash(back))}")
    places = [
        f"/masuk?next={back}",
        f"/lanjut?next={back}",
        f"/?next={back}",
        f"/meja/masuk?next={back}",
        "/tema/gelap",
    ]
    for place in places:
        answer = browser.get(
            room.address + place,
            headers={"Referer": back, "Host": "jahat.example"},
            allow_redirects=False,
            timeout=20,
        )
        where = answer.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\")), (place, where)


def test_a_form_of_another_page_changes_nothing_however_it_is_sent(room):
    victim = room.trainee("Korban Formulir")
    victim.see("/kelas")
    theirs = room.browser()
    theirs.see("/masuk")
    tries = [
        {"data": {"_xsrf": theirs.token}},  # a token that the attacker got
        {"data": {"_xsrf": ""}},
        {"json": {"_xsrf": victim.token}},  # a body that a form of another page can send as text/plain
        {"data": f'{{"_xsrf": "{theirs.token}"}}', "headers": {"Content-Type": "text/plain"}},
        {"data": {"x": "1"}, "headers": {"X-XSRFToken": theirs.token}},
        {"data": {"x": "1"}, "headers": {"X-HTTP-Method-Override": "GET"}},
    ]
    for way in tries:
        answer = victim.post(f"{room.address}/keluar", timeout=20, **way)
        assert answer.status_code == 403, way
    assert victim.get(f"{room.address}/keluar", timeout=20).status_code == 405
    assert victim.see("/kelas").url.endswith("/kelas")


def test_a_cookie_of_one_kind_opens_nothing_of_another(room):
    trainee, desk = room.trainee("Tukar Kue"), room.desk()
    seat, table = trainee.cookies["peserta"], next(one.value for one in desk.cookies if one.name == "meja")
    for cookies in (
        {"meja": seat},
        {"meja": seat, "peserta": seat},
        {"meja": table[:-1] + "0"},
        {"peserta": table},
    ):
        for path in ("/meja", "/meja/rekap.csv", "/meja/langsung", "/kelas"):
            answer = requests.get(room.address + path, cookies=cookies, allow_redirects=False, timeout=20)
            own = path == "/kelas" and cookies.get("peserta") == seat
            assert answer.status_code == (200 if own else 302), (cookies, path)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../class_secret",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/kelas.sqlite",
        "/aset/..%5c..%5capp.py",
        "/aset//etc/passwd",
        "/aset/%2fetc%2fpasswd",
        "/simulator/static/..%2f..%2f",
        "/kelas.sqlite",
        "/api/routes",
        "/hub/api/users",
        "/_chp_healthz/../meja",
    ],
)
def test_no_path_leads_to_a_file_or_an_api(room, path: str):
    answer = raw(room.address, f"GET {path} HTTP/1.1")
    assert answer.split(" ")[1] in ("400", "403", "404"), answer[:300]
    assert "root:" not in answer and "import" not in answer


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x", "a\x00.ipynb", "\u202egpj.ipynb", "x" * 5000, "<b>.ipynb", ""]
)
def test_the_name_of_a_file_never_becomes_a_place(room, name: str):
    mark = secrets.token_hex(16)
    trainee = room.trainee(f"Pengirim {mark}")
    trainee.see("/latihan/menulis-angka")
    cell = {"cell_type": "markdown", "metadata": {}, "source": mark}
    book = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    answer = trainee.press("/latihan/menulis-angka/notebook", files={"berkas": (name, book)})
    assert answer.status_code in (200, 400)
    assert "<b>.ipynb" not in answer.text
    data = room.workshop.folder.path
    files = [place for place in data.rglob("*") if place.is_file() and ".sqlite" not in place.name]
    holding = [place.relative_to(data) for place in files if mark.encode() in place.read_bytes()]
    assert {(place.parts[1], *place.parts[3:]) for place in holding} <= {
        ("submitted", "menulis-angka", "menulis-angka.ipynb")
    }
    assert bool(holding) == (answer.status_code == 200 and "/terkirim" in answer.url)


ODD_ANSWERS = [
    "[" * 900 + "]" * 900,
    '"\\ud800"',
    '"\\u0000"',
    "NaN",
    "1e400",
    "9" * 4000,
    '"' + "9" * 400_000 + '"',
    '"' + "(" * 400_000 + '"',
    '{"a":{"nilai":{"tabel":{"kolom":{"x":1},"isi":"abc"}},"argumen":"x"}}',
]


@pytest.mark.parametrize("answer", ODD_ANSWERS, ids=[text[:12] for text in ODD_ANSWERS])
def test_an_odd_answer_of_a_notebook_is_told_apart_quickly(room, answer: str):
    code = room.trainee(f"Ganjil {secrets.token_hex(4)}").personal_code
    body = f'{{"kode": "{code}", "bagian": "nilai", "jawaban": {answer}}}'
    began = time.monotonic()
    told = requests.post(f"{room.address}/periksa/nilai-skm", data=body, timeout=20)
    assert told.status_code in (200, 400) and set(told.json()) & {"status", "fault"}
    assert time.monotonic() - began < 5


def test_a_test_that_was_not_opened_is_not_shown_beforehand(room):
    trainee = room.trainee("Ingin Tahu Soal")
    own = "/latihan/postes-nilai-skm"
    for path in (
        own,
        f"{own}/1",
        f"{own}/kirim",
        f"{own}/terkirim",
        f"{own}/notebook",
        "/umpan-balik/postes-nilai-skm",
    ):
        assert trainee.see(path).status_code == 404, path
    told = requests.post(
        f"{room.address}/periksa/postes-nilai-skm",
        json={"kode": trainee.personal_code, "bagian": "nilai", "jawaban": 1},
        timeout=20,
    )
    assert told.status_code == 409


def test_who_was_forgotten_is_in_no_file_and_at_no_door_while_the_class_runs(room):
    name, unit, words = "Lupakan Saya", "Dinas Plugh", "Frotz rahasia"
    trainee = room.trainee(name, unit)
    code = trainee.personal_code.replace(" ", "")
    trainee.see("/latihan/menulis-angka/1")
    for place in range(1, 5):
        trainee.press(f"/latihan/menulis-angka/{place}", jawaban=words, tindakan="periksa")
    assert trainee.press("/latihan/menulis-angka/kirim").url.endswith("/terkirim")
    data = room.workshop.folder.path

    def holding() -> set[str]:
        files = [place for place in data.rglob("*") if place.is_file()]
        kept = [(place.name, place.read_bytes()) for place in files]
        return {what for what in (name, unit, words, code) for _, text in kept if what.encode() in text}

    assert holding() == {name, unit, words, code}
    forgetting.forget(data, forgetting.find(data, name))
    assert holding() == set()
    assert "/masuk" in trainee.see("/kelas").url
    back = room.browser()
    back.see("/lanjut")
    assert back.press("/lanjut", kode_pribadi=code).status_code == 400


# --- a simulator's page speaks with a process of the class: it moves levers there and nothing else

RUNS_CODE = ("execute_request", "debug_request", "inspect_request", "complete_request", "history_request")


def packed(channel: str, header: str, content: dict) -> bytes:
    """A message as pages of simulators send it; ``header`` as it is written, be it sound or not."""
    parts = [channel.encode(), header.encode(), b"{}", b"{}", json.dumps(content).encode()]
    places = [8 * (len(parts) + 2)]
    for part in parts:
        places.append(places[-1] + len(part))
    return struct.pack(f"<{len(places) + 1}Q", len(places), *places) + b"".join(parts)


def header(kind: str, more: str = "") -> str:
    return f'{{"msg_id": "1", "msg_type": "{kind}", "session": "x", "username": "", "version": "5.3"{more}}}'


_kept: list[websocket.WebSocket] = []


def connected(place: str, kernel: str) -> websocket.WebSocket:
    """As a page connects to its process."""
    address = f"ws{place.removeprefix('http')}/api/kernels/{kernel}/channels"
    line = websocket.create_connection(address, subprotocols=["v1.kernel.websocket.jupyter.org"], timeout=20)
    _kept.append(line)
    return line


def _status_of_another(place: str, kernel: str) -> int:
    try:
        return int(connected(place, kernel).status)
    except websocket.WebSocketBadStatusException as refused:
        return int(refused.status_code)


@pytest.mark.slow
def test_a_page_of_a_simulator_runs_no_code_and_takes_no_more_than_its_share(tmp_path: Path):
    port = free_port()
    argv, env = server_command(port=port, data_dir=tmp_path, viewers=2)
    argv = ["prlimit", "--nofile=1024:", *map(str, argv)]  # as an ordinary user starts it
    server = subprocess.Popen(argv, env={**os.environ, **env})
    try:
        place = f"http://127.0.0.1:{port}/simulator"
        page = ""
        for _ in range(100):
            with contextlib.suppress(requests.ConnectionError):
                page = requests.get(f"{place}/loket", timeout=60).text
                break
            time.sleep(0.2)
        kernel = re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", page)
        assert kernel
        most, allowed = psutil.Process(server.pid).rlimit(psutil.RLIMIT_NOFILE)
        assert most == allowed > 1024
        line = connected(place, kernel[0])
        trace = tmp_path / "jejak"
        order = {
            "code": f"open({str(trace)!r}, 'w')",
            "silent": False,
            "user_expressions": {},
            "cursor_pos": 0,
        }
        twice = [header("comm_info_request", ', "msg_type": "execute_request"'), header("execute_request ")]
        for channel in ("shell", "control"):
            for head in (*map(header, RUNS_CODE), *twice):
                line.send(packed(channel, head, order), opcode=websocket.ABNF.OPCODE_BINARY)
        last = packed("shell", header("comm_msg"), {"comm_id": "tidak-ada", "data": {}})
        line.send(last, opcode=websocket.ABNF.OPCODE_BINARY)
        answers = [""]
        while not (
            "comm_msg" in answers[-1] and "idle" in answers[-1]
        ):  # all that was sent before has been read
            answers.append(line.recv().decode("utf-8", "replace"))
        assert not trace.exists()
        more = [_status_of_another(place, kernel[0]) for _ in range(12)]
        assert more == [101] * 3 + [429] * 9
        line.close()
        assert not [
            text for text in answers if any(kind.replace("request", "reply") in text for kind in RUNS_CODE)
        ]
    finally:
        while _kept:
            _kept.pop().close()
        server.terminate()
        server.wait(20)
