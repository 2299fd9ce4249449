"""A trainee in JupyterLab: opens the exercise, writes into its cells, asks periksa(), hands in."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from workshop.demo.stage.people import Trainee
from workshop.demo.stage.record import SceneFault
from workshop.hub import homes

START = 90.0  # seconds: two servers start at the same moment on a machine that also runs all browsers
ANSWER = 30.0  # until periksa() has said something
CODE = 'button:has-text("Kerjakan di JupyterLab")'


@dataclass
class Coder(Trainee):
    """A trainee who codes."""

    began: float = 0.0

    def start_lab(self, exercise: str) -> None:
        """Press the button; the server starts while somebody else is looked at."""
        self.window.open(f"/latihan/{exercise}")
        self.window.press("summary")
        self.window.see(CODE)
        self.began = time.monotonic()
        self.window.page.locator(CODE).click(no_wait_after=True)

    def lab_is_open(self) -> float:
        """Wait until the notebook can be used; seconds since the button was pressed."""
        self.window.see(".jp-Notebook .jp-Cell h1", START)
        self.window.see('.jp-Notebook-ExecutionIndicator[data-status="idle"]', START)
        return time.monotonic() - self.began

    def file(self, exercise: str, class_folder: Path) -> Path:
        """Where the own notebook lies."""
        return homes.folder_of(class_folder, self.keys.person(self.name)) / "latihan" / f"{exercise}.ipynb"

    def write_cells(self, exercise: str, class_folder: Path, cells: dict[str, str]) -> None:
        """Write into the cells of that grade id, running each; the cursor walks as a person's does."""
        page = self.window.page
        self.window.press(".jp-Notebook .jp-Cell >> nth=0")
        page.keyboard.press("Escape")
        saved = json.loads(self.file(exercise, class_folder).read_text(encoding="utf-8"))["cells"]
        for nth, cell in enumerate(saved):
            if nth:
                page.keyboard.press("ArrowDown")
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in cells:
                page.keyboard.press("Enter")
                page.keyboard.press("Control+A")
                page.keyboard.insert_text(cells[name].rstrip("\n"))
            if name in cells or name == "persiapan":
                page.keyboard.press("Control+Enter")

    def ask(self, part: str, expected: str) -> None:
        """``periksa("part")`` in a new cell below the last one, and wait for the sentence."""
        page = self.window.page
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        self.window.see('.jp-Notebook .jp-mod-active .cm-content:text-is("")')
        page.keyboard.press("Enter")
        page.keyboard.insert_text(f'periksa("{part}")')
        page.keyboard.press("Control+Enter")
        said = f'.jp-OutputArea-output:has-text("{expected}")'
        self.window.see(said, ANSWER)
        page.locator(said).last.scroll_into_view_if_needed()

    def save(self, exercise: str, class_folder: Path, cells: dict[str, str]) -> None:
        """Ctrl+S, and wait until what was written is on disk."""
        self.window.page.keyboard.press("Escape")
        self.window.page.keyboard.press("Control+S")
        place = self.file(exercise, class_folder)

        def there() -> bool:
            try:
                saved = json.loads(place.read_text(encoding="utf-8"))
            except ValueError:  # Jupyter is writing it at this moment
                return False
            kept = ["".join(cell["source"]) for cell in saved["cells"]]
            return all(text.rstrip("\n") in kept for text in cells.values())

        self.window.until(there, "notebook tersimpan")

    def collect(self, exercise: str) -> str:
        """Kumpulkan dari JupyterLab; gives the receipt."""
        self.window.open(f"/latihan/{exercise}")
        self.window.press("summary")
        self.window.press('button:has-text("Kumpulkan dari JupyterLab")')
        self.window.arrive(f"/latihan/{exercise}/terkirim")
        if "Notebook Anda sudah tersimpan" not in self.window.text("main"):
            raise SceneFault(f"{self.window.who}: notebook tidak terkumpul.")
        return self.receipt()
