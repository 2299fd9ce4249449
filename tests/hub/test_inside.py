"""What code in a trainee's notebook can reach, with the class run by root and by an ordinary user."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import psutil
import pytest
import requests
import websocket
from notebook_room import RunningClass, Trainee, personal_code, wait_until

from workshop import paths
from workshop.hub import homes, quota
from workshop.hub.cage import LIMITS
from workshop.service.folder import ClassFolder
from workshop.service.supervisor import free_port, lan_address

pytestmark = [pytest.mark.bwrap, pytest.mark.slow]
HOME_BYTES = 64 * 2**20
RUNS_AS = ["root", "ordinary user"] if os.geteuid() == 0 else ["ordinary user"]


class Room(RunningClass):
    """A class with Ani, whose code we are, Budi, whose work we must not reach, and Tidur, who opens Lab and goes away."""

    def __init__(self, *, ordinary: bool) -> None:
        super().__init__(ordinary=ordinary, home_bytes=HOME_BYTES, idle_seconds=30)
        self.ani, self.budi = (Trainee(self, name).join().open_lab() for name in ("Ani", "Budi"))
        for who in (self.ani, self.budi):
            who.run("pass")  # a server with a kernel is not idle
        self.tidur = Trainee(self, "Tidur").join().open_lab()

    def server_state(self, who: Trainee) -> str:
        """Whether the server of a trainee runs, told by its cage's command line."""
        return "runs" if self.processes(f"/rumah/{who.id} /rumah ") else "ended"


@pytest.fixture(scope="module", params=RUNS_AS)
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    running = Room(ordinary=request.param != "root" and os.geteuid() == 0)
    yield running
    running.stop()


def facts(who: Trainee, code: str) -> dict:
    """What a cell finds out: ``code`` fills the mapping ``found``."""
    text = who.run(f"found = {{}}\n{dedent(code)}\nimport json; print('FOUND' + json.dumps(found))")
    assert "FOUND" in text, text
    return json.loads(text.rpartition("FOUND")[2])


def test_files_of_the_class_are_not_there(room: Room):
    room.budi.run("open('/rumah/latihan/rahasia.txt', 'w').write('jawaban Budi')")
    seen = facts(
        room.ani,
        f"""
        import os
        def everything(place, depth=4):
            try:
                inside = sorted(os.listdir(place))
            except OSError:
                return []
            below = [f"{{place.rstrip('/')}}/{{name}}" for name in inside]
            return below + [deep for path in below if depth and not os.path.islink(path) for deep in everything(path, depth - 1)]
        found["paths"] = [path for top in ("/rumah", "/run", "/tmp", "/etc", "/home", "/var", "/opt") for path in everything(top)]
        found["top"] = os.listdir("/")
        found["class"] = os.path.exists({str(room.scratch)!r})
        found["keys"] = [os.path.exists({str(paths.ROOT)!r} + name) for name in ("/course/exercises", "/grading", "/workshop/service", "/tests", "/.git")]
        found["descriptors"] = [os.readlink(f"/proc/{{pid}}/fd/{{fd}}") for pid in os.listdir("/proc") if pid.isdigit() for fd in (os.listdir(f"/proc/{{pid}}/fd") if os.access(f"/proc/{{pid}}/fd", os.R_OK) else []) if os.path.islink(f"/proc/{{pid}}/fd/{{fd}}")]
        """,
    )
    text = json.dumps(seen)
    assert "/rumah/latihan" in seen["paths"] and "/rumah/pelajaran" in seen["paths"]
    assert "rahasia.txt" not in text and room.budi.id not in text
    assert not seen["class"] and seen["keys"] == [False] * 5
    found = [path for path in seen["paths"] if path.endswith((".sqlite", ".db", "passwd", "shadow"))]
    assert all(path.startswith("/rumah/.ipython/") for path in found), found
    # the way to what is installed
    own = {place.parts[1] for place in (paths.ROOT, Path(sys.prefix), Path(sys.base_prefix))}
    assert not [name for name in seen["top"] if name in {"srv", "home", "var", "boot"} - own]
    opened = [path for path in seen["descriptors"] if path.startswith("/") and "(deleted)" not in path]
    assert all(path.startswith(("/dev/", "/rumah", "/run/", "/tmp", "/proc")) for path in opened), opened


def test_rights_and_neighbours_are_not_there(room: Room):
    seen = facts(
        room.ani,
        """
        import os, signal
        status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
        found["rights"] = [int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
        found["no new"] = status["NoNewPrivs"].strip()
        import ctypes
        found["refused"] = [ctypes.CDLL(None).unshare(space) for space in (0x10000000, 0x00020000)]
        found["uid"] = [os.getuid(), os.geteuid(), os.getgid()]
        found["groups"] = [group for group in os.getgroups() if group not in (os.getgid(), 65534)]
        found["processes"] = len([pid for pid in os.listdir("/proc") if pid.isdigit()])
        def writable(place):
            try:
                open(place + "/jejak", "w").close()
                return True
            except OSError:
                return False
        import sys, kpi_sim, labui
        places = ["/", "/usr", "/etc", "/dev", "/proc", sys.prefix, os.path.dirname(kpi_sim.__file__), "/rumah", "/tmp"]
        found["writable"] = [place for place in places if writable(place)]
        """,
    )
    assert seen["rights"] == [0] * 5 and seen["no new"] == "1" and seen["refused"] == [-1, -1]
    assert 0 not in seen["uid"] and seen["groups"] == []
    assert seen["processes"] < 12
    assert seen["writable"] == ["/rumah", "/tmp"]


def test_no_secret_of_the_class_is_in_memory_or_environment(room: Room):
    """The server is a fork: whatever its warm parent knew would be found here."""
    secrets = [
        value
        for process in room.processes("workshop.") + room.processes("jupyterhub")
        for name, value in _environment(process).items()
        if name in ("IKU_HUB_TOKEN", "CONFIGPROXY_AUTH_TOKEN") and len(value) > 20
    ]
    secrets.append(ClassFolder(room.data).cookie_key())
    secrets.append(personal_code(room, room.budi))
    assert len(set(secrets)) == 4
    # told in halves, so that the cell's own text is not what is found
    seen = facts(
        room.ani,
        f"""
        import os
        wanted = [a.encode() + b.encode() for a, b in {[(s[: len(s) // 2], s[len(s) // 2 :]) for s in secrets]!r}]
        found["in"] = []
        for pid in (pid for pid in os.listdir("/proc") if pid.isdigit()):
            try:
                environment = open(f"/proc/{{pid}}/environ", "rb").read()
                maps = [line.split() for line in open(f"/proc/{{pid}}/maps")]
                memory = open(f"/proc/{{pid}}/mem", "rb", 0)
            except OSError:
                continue
            own = pid == str(os.getpid())
            for line in maps:
                if line[1][0] != "r" or "[v" in line[-1]:
                    continue
                start, end = (int(number, 16) for number in line[0].split("-"))
                try:
                    memory.seek(start)
                    piece = memory.read(end - start)
                except (OSError, OverflowError, ValueError):
                    continue
                found["in"] += [[pid, i] for i, secret in enumerate(wanted) if secret in piece and not own]
            found["in"] += [[pid, i] for i, secret in enumerate(wanted) if secret in environment]
            found["looked"] = found.get("looked", 0) + 1
        """,
    )
    assert seen["looked"] >= 3 and seen["in"] == []


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}


def test_the_network_ends_at_the_hub_and_the_front_door(room: Room):
    port = free_port()
    listener = psutil.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "0.0.0.0"],  # noqa: S104
        stdout=-3,
        stderr=-3,
    )
    try:
        seen = facts(
            room.ani,
            f"""
            import socket
            def reach(host, port):
                try:
                    socket.create_connection((host, port), 2).close()
                    return True
                except OSError:
                    return False
            found["listener"] = [reach(host, {port}) for host in ("127.0.0.1", {lan_address()!r})]
            found["open"] = [port for port in range(1024, 65536) if reach("127.0.0.1", port)]
            """,
        )
    finally:
        listener.kill()
        listener.wait()
    assert seen["listener"] == [False, False]
    own = facts(room.ani, "import os; found['class'] = int(os.environ['IKU_KELAS'].rpartition(':')[2])")
    assert own["class"] in seen["open"]
    # the hub, the class, the own server; the rest are sockets of the own kernel (five or six each)
    assert len(seen["open"]) < 20


HUB_CALLS = [
    ("GET", "/users"),
    ("GET", "/users/{budi}"),
    ("POST", "/users/{budi}/tokens"),
    ("POST", "/users/{ani}/tokens"),
    ("POST", "/users/{budi}/server"),
    ("DELETE", "/users/{budi}/server"),
    ("DELETE", "/users/{budi}"),
    ("POST", "/users/orang-baru"),
    ("PATCH", "/users/{ani}"),
    ("POST", "/users/{budi}/activity"),
    ("GET", "/proxy"),
    ("POST", "/proxy"),
    ("GET", "/services"),
    ("GET", "/groups"),
    ("POST", "/shutdown"),
]


def test_the_servers_own_token_is_good_for_nothing_else_at_the_hub(room: Room):
    calls = [(method, path.format(ani=room.ani.id, budi=room.budi.id)) for method, path in HUB_CALLS]
    seen = facts(
        room.ani,
        f"""
        import json, os, urllib.request
        def ask(method, path, token):
            request = urllib.request.Request(
                os.environ["JUPYTERHUB_API_URL"] + path, method=method, data=b"{{}}" if method != "GET" else None,
                headers={{"Authorization": "token " + token}},
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.status
            except urllib.error.HTTPError as fault:
                return fault.code
        token = os.environ["JUPYTERHUB_API_TOKEN"]
        found["me"] = ask("GET", "/user", token)
        found["answers"] = [ask(method, path, token) for method, path in {calls!r}]
        """,
    )
    assert seen["me"] == 200
    refused = dict(zip(calls, seen["answers"], strict=True))
    assert {call: code for call, code in refused.items() if code not in (403, 404)} == {}
    assert room.budi.api("GET", "kernels").ok


def test_guesses_from_a_notebook_are_counted_whatever_address_they_claim(room: Room):
    seen = facts(
        room.ani,
        """
        import json, os, urllib.request
        def guess(code, address):
            body = json.dumps({"kode": code, "bagian": "nilai", "jawaban": 1.0}).encode()
            request = urllib.request.Request(
                os.environ["IKU_KELAS"] + "/periksa/nilai-skm", data=body,
                headers={
                    "Content-Type": "application/json", "X-Requested-With": "iku",
                    "X-Real-IP": address, "X-Forwarded-For": address,
                },
            )
            try:
                return urllib.request.urlopen(request, timeout=10).status
            except urllib.error.HTTPError as fault:
                return fault.code
        found["answers"] = [guess(f"SALAH{number:03}", f"10.1.1.{number}") for number in range(30)]
        """,
    )
    assert seen["answers"].count(429) >= 5
    # the neighbour in the next cage is not slowed down by it, nor is a new phone
    other = facts(
        room.budi,
        """
        import urllib.request, os
        found["kelas"] = urllib.request.urlopen(os.environ["IKU_KELAS"] + "/masuk", timeout=10).status
        """,
    )
    assert other["kelas"] == 200
    assert Trainee(room, "Pendatang").join().id


def test_pages_of_others_and_the_desk_stay_closed_from_inside(room: Room):
    seen = facts(
        room.ani,
        f"""
        import os, urllib.request
        def page(path):
            try:
                with urllib.request.urlopen(os.environ["IKU_KELAS"] + path, timeout=10) as answer:
                    return [answer.status, answer.url.partition(os.environ["IKU_KELAS"])[2]]
            except urllib.error.HTTPError as fault:
                return [fault.code, path]
        found["desk"] = page("/meja")
        found["class"] = page("/kelas")
        found["neighbour"] = page("/user/{room.budi.id}/api/contents/latihan/rahasia.txt")
        found["proxy"] = page("/api/routes")
        """,
    )
    assert seen["desk"][1].startswith("/meja/masuk")
    assert "/masuk" in seen["class"][1]
    assert seen["neighbour"][0] == 403 and seen["proxy"][0] == 404


FAULTS = {
    "print(nilai_skmm)": (
        "Nama `nilai_skmm` belum ada. Periksa ejaannya, atau jalankan dahulu sel yang membuatnya.",
        "baris 1: print(nilai_skmm)",
    ),
    "target = 0\ncapaian = 90 / target": (
        "Ada pembagian dengan nol. Periksa penyebutnya, misalnya target atau jumlah responden.",
        "baris 2: capaian = 90 / target",
    ),
    "rata = sum([1, 2)": (
        "Penulisan baris ini belum lengkap. Periksa kurung, tanda kutip, koma, dan titik dua.",
        "baris 1: rata = sum([1, 2)",
    ),
    "import pandas\npandas.DataFrame({'u1': [1]})['U1']": (
        "Kunci atau kolom `U1` tidak ada. Periksa ejaan dan huruf besar kecilnya.",
        "baris 2: pandas.DataFrame({'u1': [1]})['U1']",
    ),
    "open('tiada.csv')": (
        "Berkas `tiada.csv` tidak ada. Letaknya dihitung dari folder tempat notebook ini disimpan.",
        "baris 1: open('tiada.csv')",
    ),
    "import kpi_sim\nkpi_sim.load_rules('tiada')": ("tiada", "baris 2: kpi_sim.load_rules('tiada')"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_in_a_cell_is_told_in_indonesian(room: Room, code: str):
    text = room.ani.run(code)
    for wanted in FAULTS[code]:
        assert wanted in text
    assert "Traceback" not in text and "most recent call" not in text
    assert len(text.splitlines()) < 10
    assert "Error" in room.ani.run("%jejak")


def test_a_hungry_notebook_costs_itself_only(room: Room):
    seen = facts(
        room.ani,
        """
        import os, resource, time
        def refused(action):
            try:
                action()
            except (MemoryError, OSError) as fault:
                return type(fault).__name__
        found["memory"] = refused(lambda: bytearray(3 * 2**30))
        def descriptors():
            kept = [os.open("/dev/null", 0) for _ in range(100_000)]
        found["descriptors"] = refused(descriptors)
        for fd in range(60, 5000):
            try:
                if os.readlink(f"/proc/self/fd/{fd}") == "/dev/null":
                    os.close(fd)
            except OSError:
                pass
        children = []
        def many():
            while len(children) < 2000:
                child = os.fork()
                if child == 0:
                    time.sleep(30)
                    os._exit(0)
                children.append(child)
        found["processes"] = refused(many)
        for child in children:
            os.kill(child, 9)
            os.waitpid(child, 0)
        found["children"] = len(children)
        """,
    )
    assert seen["memory"] == "MemoryError" and seen["descriptors"] == "OSError"
    assert seen["processes"] == "BlockingIOError" and seen["children"] < LIMITS[resource.RLIMIT_NPROC]
    assert room.budi.run("print(6 * 7)") == "42\n"


def test_a_notebook_cannot_fill_the_disk(room: Room):
    rakus = Trainee(room, "Rakus").join().open_lab()
    kept = rakus.run("open('/rumah/latihan/catatan.txt', 'w').write('penting'); print('ada')")
    assert kept == "ada\n"
    with contextlib.suppress(OSError, websocket.WebSocketException):
        rakus.run(
            dedent("""
            import ctypes, itertools, os
            taken = ctypes.CDLL(None).fallocate(os.open("/rumah/besar.bin", 65), 0, 0, 200 * 2**20)
            assert taken == -1  # would take the disk at once
            for number in itertools.count():
                with open(f"/rumah/latihan/keluaran-{number}.bin", "wb") as file:
                    file.write(os.urandom(4 * 2**20))
            """)
        )
    home = homes.folder_of(room.data, rakus.id)
    wait_until(lambda: (home / quota.NOTE).exists())
    assert quota.size_of(home).bytes <= HOME_BYTES + 2**20
    assert (home / "latihan" / "catatan.txt").read_text() == "penting"
    assert (home / quota.NOTE).read_text().startswith("Rumah Anda melewati batas 64 MB")
    rakus.kernel = ""
    rakus.open_lab()
    assert "penting" in rakus.run("print(open('/rumah/latihan/catatan.txt').read())")


def test_nothing_runs_on_after_leaving(room: Room):
    mark = f"penanda-{room.ani.id}"
    cita = Trainee(room, "Cita").join().open_lab()
    cita.run(
        dedent(f"""
        import os, subprocess
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sh", ["sh", "-c", "trap '' TERM HUP INT; while :; do sleep 1; done; : {mark}"])
            os._exit(0)
        """)
    )
    wait_until(lambda: _running(mark))
    cita.leave()
    wait_until(lambda: not _running(mark), 30)
    assert cita.get(f"/user/{cita.id}/lab").status_code == 403


def test_nothing_kept_from_before_starts_a_server_again_after_leaving(room: Room):
    eka = Trainee(room, "Eka").join().open_lab()
    eka.get("/hub/token")
    token = next((c.value for c in eka.web.cookies if c.name == "_xsrf" and c.path == "/hub/"), None)
    place = f"{room.address}/hub/api/users/{eka.id}"
    made = eka.web.post(f"{place}/tokens", json={}, headers={"X-XSRFToken": token or ""}, timeout=60)
    assert token and made.status_code == 403
    kept = requests.cookies.RequestsCookieJar()
    kept.update(eka.web.cookies)
    own = eka.run("import os; print(os.environ['JUPYTERHUB_API_TOKEN'])").strip()
    eka.leave()
    wait_until(lambda: room.server_state(eka) == "ended", 30)
    for path in (f"/hub/spawn/{eka.id}", "/jupyter", f"/user/{eka.id}/lab", f"/hub/user/{eka.id}/lab"):
        requests.get(room.address + path, cookies=kept, timeout=60)
    browser = requests.post(f"{place}/server", cookies=kept, headers={"X-XSRFToken": token or ""}, timeout=60)
    script = requests.post(f"{place}/server", headers={"Authorization": f"token {own}"}, timeout=60)
    assert [browser.status_code, script.status_code] == [403, 403]
    assert room.server_state(eka) == "ended"


def test_a_server_that_was_being_started_while_its_trainee_left_does_not_stay(room: Room):
    fitri = Trainee(room, "Fitri").join()
    page = fitri.get("/kelas").text
    opening = threading.Thread(target=lambda: fitri.get("/jupyter"), daemon=True)
    opening.start()
    wait_until(lambda: room.server_state(fitri) == "runs", 30)
    fitri.post("/keluar", page)
    opening.join(60)
    wait_until(lambda: room.server_state(fitri) == "ended", 40)


def _running(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if mark in " ".join(process.info["cmdline"] or []):
            found.append(process.pid)
    return found


def test_a_server_that_nobody_uses_ends_and_is_there_again_when_wanted(room: Room):
    wait_until(lambda: room.server_state(room.tidur) == "ended", 150)
    assert room.server_state(room.ani) == "runs"
    room.tidur.open_lab()
    assert room.tidur.run("print(6 * 7)") == "42\n"
