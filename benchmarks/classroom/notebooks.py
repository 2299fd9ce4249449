"""Trainees with laptops, as their browsers speak: from the class to JupyterLab, a kernel, a lesson, a saved file."""

from __future__ import annotations

import contextlib
import json
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
import websocket

from benchmarks.classroom.phones import percentile, stream
from benchmarks.classroom.running import MemoryWatch, RunningClass
from workshop.service.store import Store

TOKEN = re.compile(r'name="_xsrf" value="([^"]+)"')
PATIENCE = 180.0  # seconds until a JupyterLab that does not come counts as a failure
LESSON = "04-skor-dan-predikat"


class NotUsable(Exception):
    """The notebook track did not do what a trainee asked for."""


class Laptop:
    """One trainee's browser on the notebook track."""

    def __init__(self, kelas: RunningClass, name: str) -> None:
        self.kelas, self.name, self.person = kelas, name, ""
        self.unit, self.token = "Bidang Data", ""
        self.http = requests.Session()
        self.kernel = ""

    def join(self) -> None:
        """Masuk kelas."""
        self.form("/masuk", kode=self.kelas.class_code, nama=self.name, unit=self.unit).raise_for_status()
        with Store(self.kelas.data / "kelas.sqlite") as store:
            self.person = next(it.id for it in store.people.all() if it.name == self.name)

    def form(self, path: str, **fields: str) -> requests.Response:
        """Open a page of the class and send its form."""
        page = self.http.get(self.kelas.address + path, timeout=60)
        if found := TOKEN.search(page.text):
            self.token = found[1]
        return self.http.post(self.kelas.address + path, data={"_xsrf": self.token, **fields}, timeout=60)

    @property
    def home(self) -> str:
        """Address of this trainee's JupyterLab."""
        return f"{self.kelas.address}/user/{self.person}"

    def open_lab(self) -> None:
        """Buka JupyterLab: follow where the class leads until the Lab is there.

        Raises:
            NotUsable: it does not come.
        """
        end, where = time.monotonic() + PATIENCE, f"{self.kelas.address}/jupyter"
        while time.monotonic() < end:
            with contextlib.suppress(requests.RequestException):
                page = self.http.get(where, timeout=60)
                if page.ok and page.url.startswith(self.home) and "jupyter-config-data" in page.text:
                    return
                # a browser that waits is led on by the pending page; a trainee whose server is lost or failed begins anew
                pending = page.ok and "/spawn-pending/" in page.url
                where = f"{self.home}/lab" if pending else f"{self.kelas.address}/jupyter"
            time.sleep(0.25)
        raise NotUsable(f"{self.name}: no JupyterLab within {PATIENCE:.0f} s")

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """One call of the own server's API.

        Raises:
            NotUsable: it is refused.
        """
        token = next((c.value for c in self.http.cookies if c.name == "_xsrf" and self.person in c.path), "")
        answer = self.http.request(
            method, f"{self.home}/api/{path}", json=body, headers={"X-XSRFToken": token or ""}, timeout=60
        )
        if not answer.ok:
            raise NotUsable(f"{method} {path}: {answer.status_code}")
        return answer.json() if answer.content else None

    def start_kernel(self, path: str) -> None:
        """A session for a notebook, as opening it in JupyterLab makes."""
        wish = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        self.kernel = self.api("POST", "sessions", wish)["kernel"]["id"]

    def run(self, cells: list[str], seconds: float = PATIENCE) -> list[str]:
        """Execute cells one after the other through the websocket, each within ``seconds``; gives the faults.

        Raises:
            NotUsable: a cell has no end.
        """
        faults = []
        cookies = "; ".join(
            f"{c.name}={c.value}" for c in self.http.cookies if f"/user/{self.person}/".startswith(c.path)
        )
        session = uuid.uuid4().hex
        end = time.monotonic() + seconds * max(1, len(cells))
        channels = websocket.create_connection(
            f"{self.home}/api/kernels/{self.kernel}/channels?session_id={session}".replace("http", "ws", 1),
            cookie=cookies,
            origin=self.kelas.address,
            timeout=seconds,
        )
        try:
            for cell in cells:
                faults += _execute(channels, session, cell, end)
        finally:
            channels.close()
        return faults

    def cells(self, path: str) -> list[str]:
        """Code of a notebook in the own home."""
        content = self.api("GET", f"contents/{path}")["content"]
        return [cell["source"] for cell in content["cells"] if cell["cell_type"] == "code"]

    def save(self, path: str, text: str) -> None:
        """Save a file in the own home; it is acknowledged when this returns."""
        self.api("PUT", f"contents/{path}", {"type": "file", "format": "text", "content": text})


def _execute(channels: websocket.WebSocket, session: str, code: str, end: float) -> list[str]:
    """Run one cell and read to its end.

    Raises:
        NotUsable: it has none by ``end``, although the kernel speaks (of cells that others of the same trainee run).
    """
    mark = uuid.uuid4().hex
    header = {
        "msg_id": mark,
        "username": "",
        "session": session,
        "msg_type": "execute_request",
        "version": "5.3",
    }
    content = {
        "code": code,
        "silent": False,
        "store_history": True,
        "allow_stdin": False,
        "stop_on_error": True,
    }
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channels.send(json.dumps(message))
    faults, open_ends = [], {"execute_reply", "idle"}
    while open_ends:
        if time.monotonic() > end:
            raise NotUsable("the kernel has lost a cell")
        raw = channels.recv()
        if isinstance(raw, bytes):
            continue  # pictures of widgets
        said = json.loads(raw)
        if said["parent_header"].get("msg_id") != mark:
            continue
        if said["msg_type"] == "execute_reply":
            open_ends.discard("execute_reply")
            if said["content"]["status"] != "ok":
                faults.append(f"{said['content'].get('ename')}: {said['content'].get('evalue')}"[:200])
        elif said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
            open_ends.discard("idle")
    return faults


def laptops(kelas: RunningClass, count: int, seconds: float) -> tuple[list[Laptop], dict[str, object]]:
    """Everyone comes within ``seconds`` and runs a whole lesson in JupyterLab; memory of the class is watched."""
    users = [Laptop(kelas, f"Laptop {number:02}") for number in range(count)]
    for user in users:
        user.join()
    waits: list[float] = []
    kernels: list[float] = []
    faults: list[str] = []

    def one(number: int) -> None:
        time.sleep(stream(20_000 + number).uniform(0, seconds))
        user, begun = users[number], time.perf_counter()
        try:
            user.open_lab()
            waits.append(time.perf_counter() - begun)
            path = f"pelajaran/{LESSON}.ipynb"
            user.start_kernel(path)
            user.run(["1"])
            kernels.append(time.perf_counter() - begun)
            faults.extend(user.run(user.cells(path)))
            user.save("catatan.txt", f"catatan {number}")
        except (NotUsable, requests.RequestException, websocket.WebSocketException, OSError) as fault:
            faults.append(f"{user.name}: {fault}"[:200])

    begun = time.perf_counter()
    with MemoryWatch(kelas) as memory, ThreadPoolExecutor(count) as pool:
        list(pool.map(one, range(count)))
    return users, {
        "users": count,
        "come_within_s": seconds,
        "usable": len(kernels),
        "faults": faults[:10],
        "lab_p50_s": percentile(waits, 0.5) / 1000 if waits else None,
        "lab_worst_s": round(max(waits), 1) if waits else None,
        "kernel_p50_s": percentile(kernels, 0.5) / 1000 if kernels else None,
        "kernel_worst_s": round(max(kernels), 1) if kernels else None,
        "all_done_s": round(time.perf_counter() - begun, 1),
        "peak_pss_mb": memory.peak_mb,
        "peak_pss_by_part_mb": memory.at_peak,
    }
