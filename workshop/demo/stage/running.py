"""A real ``iku workshop`` in a process of its own, on loopback, in a folder that nobody needs afterwards."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from workshop.errors import NotReadyError
from workshop.service.folder import ClassFolder
from workshop.service.supervisor import die_with_parent, free_port

READY_SECONDS, END_SECONDS = 60, 40
CODE = r"{}\s*: (\w+ \w+)"


class RunningClass:
    """The class as a facilitator starts it; what the terminal says is all that is known of it."""

    def __init__(self, data: Path, said: Path) -> None:
        self.folder, self._said = ClassFolder(data), said
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        argv = [sys.executable, "-m", "workshop.cli", "workshop", "--no-browser", "--host", "127.0.0.1"]
        with said.open("wb") as out:
            self.process = subprocess.Popen(
                [*argv, "--port", str(port), "--data", str(data)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(),
                start_new_session=True,  # a Ctrl-C at the demo ends the demo, which then ends the class in order
            )

    def wait(self) -> None:
        """Wait until the terminal shows the codes.

        Raises:
            NotReadyError: it has not within a minute, or has ended.
        """
        end = time.monotonic() + READY_SECONDS
        while "Ctrl-C" not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                raise NotReadyError(part="Kelas demo", seconds=READY_SECONDS, log=self._said)
            time.sleep(0.1)
        self.class_code, self.desk_code = self._code("Kode kelas"), self._code("Kode meja")

    def said(self) -> str:
        """What the terminal shows so far."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def _code(self, name: str) -> str:
        found = re.search(CODE.format(name), self.said())
        assert found, name
        return found[1].replace(" ", "")

    @property
    def join_address(self) -> str:
        """What the QR on the wall says."""
        return f"{self.address}/masuk?kode={self.class_code}"

    def stop(self) -> bool:
        """Ctrl-C, as the facilitator does; whether the class ended by itself and in order."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(END_SECONDS) == 0
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
