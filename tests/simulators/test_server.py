"""The simulators' server without a browser: pages, faults in Indonesian, limits, headers, the room's predictions."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gzip
import json
import re
import socket
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from simulators.serving import PATIENCE, Site, running
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect

from kpi_sim.errors import UnknownNameError
from workshop.simulators import find_simulator, list_simulators
from workshop.simulators.room import Board, clean
from workshop.simulators.wire import PROTOCOL, message_type

ENGLISH = re.compile(r"Traceback|Not Found|Internal Server Error|JupyterLab|Voil", re.I)
IDS = [simulator.id for simulator in list_simulators()]


def leave(site: Site, html: str) -> None:
    """Close a page as a browser does."""
    kernel = re.search(r'"kernel": "([0-9a-f-]{36})"', html)
    assert kernel
    assert site.post(f"voila/api/shutdown/{kernel[1]}", b"")[0] == 204


@pytest.mark.parametrize("name", IDS)
def test_a_page_links_nothing_outside_and_ends(site: Site, name: str):
    status, headers, html = site.get(f"{name}?view=phone")
    assert status == 200
    assert html.rstrip().endswith("</html>")
    assert "data-model=" in html
    addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert addresses
    assert all(address.startswith("/simulator/") for address in addresses)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    leave(site, html)


def test_the_address_of_stock_voila_works_too(site: Site):
    status, _, html = site.get(f"voila/render/{IDS[0]}.ipynb")
    assert status == 200
    leave(site, html)


def test_a_page_that_is_gone_without_a_word_is_cleared_away_and_one_that_is_looked_at_stays(tmp_path: Path):
    soon = (
        "from workshop.simulators import server; server.IDLE_SECONDS = server.LOOK_SECONDS = 1; server.main()"
    )
    with running(tmp_path, program=["-c", soon]) as site:
        kernels = [re.search(r'"kernel": "([0-9a-f-]{36})"', site.get(IDS[0])[2]) for _ in range(2)]
        assert all(kernels)
        seen = kernels[0][1]  # type: ignore[index]

        async def look() -> None:
            address = f"{site.url.replace('http', 'ws')}api/kernels/{seen}/channels"
            connection = await websocket_connect(address, subprotocols=[PROTOCOL])
            deadline = time.monotonic() + PATIENCE
            while await asyncio.to_thread(site.viewers) > 1:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.2)
            await asyncio.sleep(3)
            assert await asyncio.to_thread(site.viewers) == 1
            connection.close()

        asyncio.run(look())
        deadline = time.monotonic() + PATIENCE
        while site.viewers():
            assert time.monotonic() < deadline
            time.sleep(0.2)


@pytest.mark.parametrize(
    "path",
    [
        "tidak-ada",
        "voila/tree",
        "voila/files/rancang.ipynb",
        "api/kernels",
        "static/x/y.js",
        "..%2f",
        "login",
    ],
)
def test_what_is_not_there_is_told_in_indonesian(site: Site, path: str):
    status, _, text = site.get(path)
    assert status in (403, 404)
    assert "tidak ada" in text
    assert not ENGLISH.search(text)


def test_home_lists_every_simulator(site: Site):
    text = site.get("")[2]
    assert all(simulator.title in text and simulator.question in text for simulator in list_simulators())


def test_files_are_compressed_and_kept_for_ever(site: Site):
    html = site.get(IDS[0])[2]
    address = re.search(r'/simulator/(static/[0-9a-f]{12}/js/simulator\.js)"', html)
    assert address
    status, headers, text = site.get(address[1])
    assert (status, "immutable" in headers["cache-control"]) == (200, True)
    assert headers["content-type"].startswith("text/javascript")
    request = urllib.request.Request(site.url + address[1], headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        packed = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed).decode() == text
    assert len(packed) < len(text) / 2
    leave(site, html)


def test_a_kernel_ends_when_its_page_is_left(site: Site):
    html = site.get(IDS[0])[2]
    before = site.viewers()
    leave(site, html)
    deadline = time.monotonic() + PATIENCE
    while site.viewers() >= before:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_viewers_who_leave_while_they_wait_hold_up_nobody(tmp_path: Path):
    one = "from workshop.simulators import server; server.TURNS = 1; server.main()"
    with running(tmp_path, program=["-c", one]) as site:
        where = urllib.parse.urlsplit(site.url)
        for _ in range(4):
            with socket.create_connection((where.hostname, where.port), timeout=PATIENCE) as line:
                line.sendall(f"GET {where.path}{IDS[0]} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
                assert b"200" in line.recv(200)  # the head comes at once, also to one who waits
        with concurrent.futures.ThreadPoolExecutor() as crowd:
            pages = list(crowd.map(site.get, IDS[:3]))
        assert all("data-model=" in html for _, _, html in pages)


def packed(kind: str, content: dict[str, object], **metadata: str) -> bytes:
    """A message as a page sends it."""
    header = {"msg_id": "1", "msg_type": kind, "session": "x", "username": "", "version": "5.3", "date": ""}
    parts = [b"shell", *(json.dumps(part).encode() for part in (header, {}, metadata, content))]
    places = [8 * 7 + sum(map(len, parts[:k])) for k in range(6)]
    return b"".join(number.to_bytes(8, "little") for number in (6, *places)) + b"".join(parts)


def test_a_kernel_that_died_is_told_to_its_page_and_gives_its_seat_back(site: Site):
    """A second life would know nothing of the page, and would hold the seat of somebody who comes."""
    html = site.get(IDS[0])[2]
    kernel = re.search(r'"kernel": "([0-9a-f-]{36})"', html)
    assert kernel
    before = site.viewers()

    async def die() -> None:
        address = f"{site.url.replace('http', 'ws', 1)}api/kernels/{kernel[1]}/channels?session_id=x"
        connection = await websocket_connect(address, subprotocols=[PROTOCOL])
        await connection.write_message(packed("shutdown_request", {"restart": False}), binary=True)
        while b'"execution_state": "dead"' not in (said := await connection.read_message()):
            assert b"restarting" not in said
        connection.close()

    asyncio.run(asyncio.wait_for(die(), PATIENCE))
    deadline = time.monotonic() + PATIENCE
    while site.viewers() >= before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert site.get(f"api/kernels/{kernel[1]}")[0] == 404
    assert site.post(f"voila/api/shutdown/{kernel[1]}", b"")[0] == 204


def test_a_browser_may_not_end_the_kernel_of_another_page(site: Site):
    html = site.get(IDS[0])[2]
    kernel = re.search(r'"kernel": "([0-9a-f-]{36})"', html)
    assert kernel
    assert site.get(f"api/kernels/{kernel[1]}")[0] == 200
    request = urllib.request.Request(site.url + f"api/kernels/{kernel[1]}", method="DELETE")
    assert site.ask(request)[0] in (403, 405)
    foreign = {"Origin": "http://jahat.example"}
    assert site.post(f"voila/api/shutdown/{kernel[1]}", b"", **foreign)[0] == 403
    assert site.get(f"api/kernels/{kernel[1]}")[0] == 200
    leave(site, html)


def test_every_page_of_a_crowd_comes_to_its_end(site: Site):
    """findings: pages of stock Voila were seen complete but with the connection open for ever."""
    for _ in range(2):
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            pages = list(pool.map(lambda _: site.get(IDS[0]), range(10)))
        assert [status for status, _, _ in pages] == [200] * 10
        assert all(html.rstrip().endswith("</html>") for _, _, html in pages)
        for _, _, html in pages:
            leave(site, html)


def test_a_client_without_the_protocol_is_turned_away_and_the_server_goes_on(site: Site):
    """Stock Voila takes bytes of its message for a count, stands still and eats the memory."""
    html = site.get(IDS[0])[2]
    kernel = re.search(r'"kernel": "([0-9a-f-]{36})"', html)
    assert kernel
    address = f"{site.url.replace('http', 'ws', 1)}api/kernels/{kernel[1]}/channels?session_id=x"

    async def connect(**options: object) -> None:
        connection = await websocket_connect(address, connect_timeout=PATIENCE, **options)
        connection.close()

    with pytest.raises(HTTPClientError, match="400"):
        asyncio.run(connect())
    asyncio.run(connect(subprotocols=[PROTOCOL]))
    assert site.get("kesehatan")[0] == 200
    leave(site, html)


def test_a_viewer_can_neither_make_widgets_nor_send_more_than_a_page_needs(site: Site):
    """A kernel keeps what it is sent; a flood of widgets took the laptop's memory."""
    html = site.get(IDS[0])[2]
    kernel = re.search(r'"kernel": "([0-9a-f-]{36})"', html)
    model = re.search(r'data-model="([0-9a-f]+)"', html)
    assert kernel
    assert model
    address = f"{site.url.replace('http', 'ws', 1)}api/kernels/{kernel[1]}/channels?session_id=x"
    widget = {
        "_model_name": "TextModel",
        "_model_module": "@jupyter-widgets/controls",
        "_model_module_version": "2.0.0",
        "_view_name": "TextView",
        "_view_module": "@jupyter-widgets/controls",
        "_view_module_version": "2.0.0",
    }

    def asks(comm: str) -> bytes:
        return packed("comm_msg", {"comm_id": comm, "data": {"method": "request_state"}})

    async def play() -> None:
        connection = await websocket_connect(address, subprotocols=[PROTOCOL])
        opened = {
            "comm_id": "baru",
            "target_name": "jupyter.widget",
            "data": {"state": widget, "buffer_paths": []},
        }
        for message in (packed("comm_open", opened, version="2.1.0"), asks("baru"), asks(model[1])):
            await connection.write_message(message, binary=True)
        said = b""
        while b'"title"' not in said:  # the state of the page's own widget
            said = await connection.read_message()
            assert b"TextModel" not in said
        await connection.write_message(asks("x" * 300_000), binary=True)
        while await connection.read_message() is not None:  # the server hangs up
            pass
        connection.close()

    asyncio.run(asyncio.wait_for(play(), PATIENCE))
    assert site.get("kesehatan")[0] == 200
    leave(site, html)


def test_the_type_of_a_message_is_read_and_nonsense_is_not_believed():
    parts = [b"iopub", b'{"msg_type": "execute_input"}', b"{}", b"{}", b"{}"]
    places = [8 * 7 + sum(map(len, parts[:k])) for k in range(6)]
    whole = b"".join(number.to_bytes(8, "little") for number in (6, *places)) + b"".join(parts)
    assert message_type(whole) == "execute_input"
    for nonsense in (
        b"",
        b"\x00\x00\x00\x01{}",
        b"\xff" * 64,
        whole[:40],
        (6).to_bytes(8, "little") + b"\xff" * 80,
    ):
        assert message_type(nonsense) is None


def test_when_all_seats_are_taken_the_page_says_so_and_tries_again(tmp_path: Path):
    with running(tmp_path, viewers=1) as small:
        first = small.get(IDS[0])
        assert first[0] == 200
        status, headers, text = small.get(IDS[0])
        assert status == 503
        assert "Semua tempat di simulator sedang terpakai." in text
        assert headers["refresh"] == "10"
        leave(small, first[2])
        deadline = time.monotonic() + PATIENCE
        while small.viewers():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        again = small.get(IDS[0])
        assert again[0] == 200


def test_one_device_cannot_take_every_seat_and_the_next_one_still_gets_in(tmp_path: Path):
    """Three of four seats for one address alone; whoever has none gets the last."""
    with running(tmp_path, viewers=4) as small:

        def visit(address: str) -> tuple[int, str]:
            status, _, text = small.get(IDS[0], **{"X-Forwarded-For": address})
            return status, text

        assert [visit("192.168.1.7")[0] for _ in range(3)] == [200, 200, 200]
        status, text = visit("192.168.1.7")
        assert status == 503
        assert "Terlalu banyak simulator terbuka dari satu alamat." in text
        assert "sudah 3 simulator terbuka; 1 tempat lagi disisakan" in text
        status, page = visit("192.168.1.8")
        assert status == 200
        assert "Semua tempat di simulator sedang terpakai." in visit("192.168.1.9")[1]
        leave(small, page)
        deadline = time.monotonic() + PATIENCE
        while small.viewers() > 3:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert visit("192.168.1.9")[0] == 200


def test_a_browser_cannot_claim_another_address_to_get_more_seats(tmp_path: Path):
    with running(tmp_path, viewers=4, front=True) as small:
        answers = [small.get(IDS[0], **{"X-Forwarded-For": f"10.0.0.{n}"})[0] for n in range(4)]
    assert answers == [200, 200, 200, 503]


def test_a_simulator_that_cannot_start_says_so_in_its_page_with_a_way_back(tmp_path: Path):
    """The head is sent by then: the page cannot become another one, but it ends."""
    failing = (
        "from workshop.simulators import pages, server\n"
        "async def fail(*_): raise RuntimeError('no kernel today')\n"
        "pages.Render.start_kernel = fail\n"
        "server.main()"
    )
    with running(tmp_path, program=["-c", failing]) as site:
        status, _, html = site.get(f"{IDS[0]}?view=projector")
    shown = html[html.index("<section") :]
    assert status == 200
    assert "Simulator belum dapat dimulai." in shown
    assert "di pihak kami, hanya di layar ini" in shown
    assert '<a class="btn" href="">Coba lagi</a>' in shown
    assert not ENGLISH.search(shown)
    assert "no kernel today" not in html


# ---- what the room said --------------------------------------------------------------------------------------------


def test_predictions_of_the_room_come_without_names(site: Site):
    path = f"tebakan/{IDS[0]}"
    before = json.loads(site.get(path)[2])["predictions"]
    first = site.post(path, json.dumps({"prediction": 7}).encode())
    assert first[0] == 200
    cookie = first[1]["set-cookie"].split(";")[0]
    site.post(path, json.dumps({"prediction": 9, "name": "Sri"}).encode(), Cookie=cookie)
    after = json.loads(site.get(path)[2])
    assert sorted([*before, 9.0]) == after["predictions"], "a second prediction replaces the first"
    assert "Sri" not in json.dumps(after)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{}", 400),
        (b"bukan json", 400),
        (b'{"prediction": "banyak"}', 400),
        (b'{"prediction": 1e400}', 400),
        (b"x" * 5000, 400),
    ],
)
def test_what_is_no_prediction_is_refused(site: Site, body: bytes, status: int):
    assert site.post(f"tebakan/{IDS[0]}", body)[0] == status


def test_predictions_from_a_foreign_page_are_refused(site: Site):
    body = json.dumps({"prediction": 1}).encode()
    assert site.post(f"tebakan/{IDS[0]}", body, Origin="http://jahat.example")[0] == 403
    assert site.post(f"tebakan/{IDS[0]}", body, **{"Sec-Fetch-Site": "cross-site"})[0] == 403


def test_the_board_survives_a_restart_and_a_damaged_line(tmp_path: Path):
    file = tmp_path / "ruang.jsonl"
    board = Board(file)
    board.add("loket", "a" * 16, {"prediction": 60.0})
    board.add("loket", "b" * 16, {"prediction": 70.0, "poll": 1})
    board.add("loket", "a" * 16, {"prediction": 65.0})
    with file.open("a", encoding="utf-8") as out:
        out.write("{ rusak\n")
    again = Board(file)
    assert again.predictions("loket") == [65.0, 70.0]
    assert again.poll("loket") == [0, 1]
    assert again.predictions("rancang") == []


def test_a_line_cut_by_a_sudden_death_does_not_spoil_the_next_one(tmp_path: Path):
    file = tmp_path / "ruang.jsonl"
    Board(file).add("loket", "a" * 16, {"prediction": 60.0})
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole + whole[:length])
        Board(file).add("loket", "b" * 16, {"prediction": 70.0})
        assert Board(file).predictions("loket") == [60.0, 70.0]


def test_runs_are_kept_in_bounds():
    entry = clean(json.dumps({"run": {"result": 79.5, "values": {"a": 4, "b": "x"}}, "poll": 99}).encode())
    assert entry == {"run": {"result": 79.5, "values": {"a": 4.0}}}
    assert clean(b"[1]") is None


# ---- the list ------------------------------------------------------------------------------------------------------


def test_an_unknown_simulator_names_what_there_is():
    with pytest.raises(UnknownNameError, match='Simulator "lokett" tidak ada'):
        find_simulator("lokett")


def test_addresses_carry_the_view_and_the_class_code():
    simulator = find_simulator(IDS[0])
    assert simulator.path("/simulator/", view="phone") == f"/simulator/{simulator.id}?view=phone"
    assert simulator.path("/", view="projector", code="JMB 472").endswith("?view=projector&kode=JMB+472")
