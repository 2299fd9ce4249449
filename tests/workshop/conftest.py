"""A real class: front door, service, examiner; trainees and facilitator over real HTTP."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from workshop.service.supervisor import Workshop, free_port

TOKEN = re.compile(r'name="_xsrf" value="([^"]+)"')


class Browser(requests.Session):
    """One browser: keeps cookies and takes the hidden token of the last form that it saw."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.token = ""

    def see(self, path: str, **options) -> requests.Response:
        """Open a page."""
        answer = self.get(self.address + path, timeout=30, **options)
        if found := TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    def press(self, path: str, files=None, quick: bool = False, **fields) -> requests.Response:
        """Send a form; ``quick`` as our script does."""
        headers = {"X-Requested-With": "iku"} if quick else {}
        answer = self.post(
            self.address + path,
            data={"_xsrf": self.token, **fields},
            files=files,
            headers=headers,
            timeout=60,
        )
        if found := TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    def join(self, code: str, name: str, unit: str = "Bidang Pencatatan Sipil") -> requests.Response:
        """Masuk kelas."""
        self.see("/masuk")
        return self.press("/masuk", kode=code, nama=name, unit=unit)

    def open_desk(self, code: str) -> requests.Response:
        """Meja fasilitator."""
        self.see("/meja/masuk")
        return self.press("/meja/masuk", kode_meja=code)

    @property
    def personal_code(self) -> str:
        """As shown on Kelas saya."""
        return re.search(r'class="code">([^<]+)<', self.see("/kelas").text)[1]


class Room:
    """A running class; ``watch`` keeps dead parts alive as ``iku workshop`` does."""

    def __init__(self, data: Path) -> None:
        self.workshop = Workshop(data, port=free_port(), host="127.0.0.1", simulators=False, notebooks=False)
        self.address = self.workshop.local_address
        self.code, self.desk_code = self.workshop.class_code, self.workshop.desk_code
        self._ending = threading.Event()
        try:
            self.workshop.start()
        except BaseException:
            self.workshop.stop()
            raise
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _look(self) -> None:
        while not self._ending.wait(0.1):
            self.workshop.look_after()

    def browser(self) -> Browser:
        return Browser(self.address)

    def trainee(self, name: str, unit: str = "Bidang Pencatatan Sipil") -> Browser:
        """A browser that has joined."""
        browser = self.browser()
        assert browser.join(self.code, name, unit).url.endswith("/kelas?baru=1")
        return browser

    def desk(self) -> Browser:
        """A browser that holds the desk."""
        browser = self.browser()
        assert browser.open_desk(self.desk_code).url.endswith("/meja")
        return browser

    def stop(self) -> None:
        self._ending.set()
        self._watch.join()
        self.workshop.stop()


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One class that most tests share; each joins with names of its own."""
    running = Room(tmp_path_factory.mktemp("kelas") / "data")
    yield running
    running.stop()


@pytest.fixture
def start_room(tmp_path: Path) -> Iterator[Callable[[], Room]]:
    """Start a class of one's own (again): for tests that break things."""
    rooms: list[Room] = []

    def start() -> Room:
        rooms.append(Room(tmp_path / "data"))
        return rooms[-1]

    yield start
    for running in rooms:
        running.stop()
