"""A class with a notebook track in a process of its own, and a trainee who works there over real HTTP and websockets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import requests
import websocket

from workshop.service.store import Store
from workshop.service.supervisor import free_port

ROOT = Path(__file__).resolve().parents[1]
ORDINARY_USER = ROOT / "tests" / "hostile" / "ordinary_user.py"
NOBODY = 65534
CLASS = """
import json, sys
from pathlib import Path
from workshop.hub import SETTINGS
from workshop.service.supervisor import Workshop
workshop = Workshop(Path(sys.argv[1]), port=int(sys.argv[2]), host="127.0.0.1", simulators=False)
for child in workshop.children:
    if SETTINGS in child.env:
        child.env[SETTINGS] = json.dumps({**json.loads(child.env[SETTINGS]), **json.loads(sys.argv[3])})
workshop.start()
workshop.run()
workshop.stop()
"""
PATIENCE = 180


def wait_until(what: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """The first true value of ``what``."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
    return found


class RunningClass:
    """``iku workshop`` as whoever runs the tests, or (where that is root) as an ordinary user."""

    def __init__(
        self, *, ordinary: bool, before: Callable[[Path], None] | None = None, **settings: object
    ) -> None:
        """``before``: done with the class folder first; ``settings``: fields of ``HubSettings`` that are to differ."""
        self.scratch = Path(tempfile.mkdtemp(prefix="iku-kelas-"))
        self.scratch.chmod(0o755)
        self.data = self.scratch / "kelas"
        if before:
            before(self.data)
        command = [sys.executable]
        if ordinary:
            os.chown(self.scratch, NOBODY, NOBODY)
            command.append(str(ORDINARY_USER))
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.log = (self.scratch / "pengawas.log").open("wb")
        self.process = subprocess.Popen(
            [*command, "-c", CLASS, str(self.data), str(port), json.dumps(settings)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'course'}"},
            stdout=self.log,
            stderr=self.log,
        )
        wait_until(lambda: self.answers("/kesehatan") and self.answers("/hub/api"))
        with Store(self.data / "kelas.sqlite") as store:
            self.code = store.get("class_code")

    def answers(self, path: str) -> bool:
        assert self.process.poll() is None, (self.scratch / "pengawas.log").read_text()
        try:
            return requests.get(self.address + path, timeout=5).ok
        except requests.ConnectionError:
            return False

    def processes(self, name: str) -> list[psutil.Process]:
        """Processes of this class whose command line holds ``name``."""
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if name in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        shutil.rmtree(self.scratch)


class Trainee:
    """One browser of a trainee on a laptop."""

    def __init__(self, room: RunningClass, name: str) -> None:
        self.room, self.name = room, name
        self.web = requests.Session()
        self.kernel = ""

    def join(self) -> Trainee:
        """Masuk kelas."""
        page = self.get(f"/masuk?kode={self.room.code}").text
        fields = {"kode": self.room.code, "nama": self.name, "unit": "Dinas Kesehatan"}
        assert "/kelas" in self.post("/masuk", page, fields).url
        with Store(self.room.data / "kelas.sqlite") as store:
            self.id = next(person.id for person in store.people.all() if person.name == self.name)
        return self

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.web.get(self.room.address + path, timeout=60, **options)

    def post(self, path: str, page: str, fields: dict[str, str] | None = None) -> requests.Response:
        """Post the form of a page that is open."""
        token = re.search(r'name="_xsrf" value="([^"]+)"', page)
        assert token
        return self.web.post(self.room.address + path, data={"_xsrf": token[1], **(fields or {})}, timeout=60)

    def open_lab(self) -> Trainee:
        """Buka JupyterLab, and wait until it is there."""
        lab = f"/user/{self.id}/lab"

        def there() -> bool:
            answer = self.get("/jupyter")
            return answer.ok and lab in answer.url

        wait_until(there)
        return self

    def api(self, method: str, path: str, **options: Any) -> requests.Response:
        """The API of the own server, as JupyterLab in this browser calls it."""
        token = next(c.value for c in self.web.cookies if c.name == "_xsrf" and self.id in c.path)
        headers = {"X-XSRFToken": token or ""}
        url = f"{self.room.address}/user/{self.id}/api/{path}"
        return self.web.request(method, url, headers=headers, timeout=60, **options)

    def run(self, code: str, seconds: float = 60) -> str:
        """What a cell with ``code`` prints (an error's traceback included)."""
        if not self.kernel:
            self.kernel = self.api("POST", "kernels", json={"name": "python3"}).json()["id"]
        address = self.room.address.replace("http", "ws")
        place = f"{address}/user/{self.id}/api/kernels/{self.kernel}/channels"
        cookies = "; ".join(
            f"{c.name}={c.value}" for c in self.web.cookies if self.id in c.path or c.name == "peserta"
        )
        socket = websocket.create_connection(place, cookie=cookies, origin=self.room.address, timeout=seconds)
        try:
            return _execute(socket, code)
        finally:
            socket.close()

    def leave(self) -> None:
        """Keluar."""
        self.post("/keluar", self.get("/kelas").text)


def _execute(socket: websocket.WebSocket, code: str) -> str:
    number = uuid.uuid4().hex
    socket.send(
        json.dumps(
            {
                "channel": "shell",
                "header": {
                    "msg_id": number,
                    "msg_type": "execute_request",
                    "session": number,
                    "username": "",
                    "version": "5.3",
                },
                "parent_header": {},
                "metadata": {},
                "content": {"code": code, "silent": False, "store_history": False, "allow_stdin": False},
            }
        )
    )
    said = ""
    while True:
        heard = socket.recv()
        if not heard:
            raise ConnectionError("the server has closed the connection")
        message = json.loads(heard)
        if message["parent_header"].get("msg_id") != number:
            continue
        content = message["content"]
        if message["msg_type"] == "stream":
            said += content["text"]
        elif message["msg_type"] == "error":
            said += "\n".join(content["traceback"])
        elif message["msg_type"] == "status" and content["execution_state"] == "idle":
            return said


def personal_code(room: RunningClass, who: Trainee) -> str:
    """The code by which ``who`` comes back."""
    with Store(room.data / "kelas.sqlite") as store:
        person = store.people.get(who.id)
        assert person
        return person.code
