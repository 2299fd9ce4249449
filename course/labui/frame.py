"""The widget of a simulator: carries moves from the browser to a presenter and answers back."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

import anywidget
import traitlets

from kpi_sim.errors import LabIkuError
from labui import assets
from labui.download import offer_picture, simulator_picture
from labui.refine import LADDER, Refiner

log = logging.getLogger("labui")
_codes = itertools.count(1)


class Presenter(Protocol):
    """What a simulator knows, without a browser."""

    def spec(self) -> dict[str, Any]:
        """Everything that never changes: words, levers, chart, assumptions."""

    def settle(self, values: dict[str, Any]) -> dict[str, float]:
        """Checked lever values."""

    def answer(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """Words and numbers for one setting of the levers; ``table``: what makes the table behind the picture."""


@runtime_checkable
class Game(Protocol):
    """A presenter that is played in turns."""

    def act(self, name: str, values: dict[str, float]) -> None:
        """Take a step with these lever values."""


class Panel(anywidget.AnyWidget):
    """A widget of ours: its module is loaded by address on our pages, as one text elsewhere."""

    _module = traitlets.Unicode("").tag(sync=True)
    _esm = traitlets.Unicode("").tag(sync=True)
    _css = traitlets.Unicode("").tag(sync=True)

    def __init__(self, module: str, **state: Any) -> None:
        if not assets.on_our_page():
            state |= {"_esm": assets.module_text(module), "_css": assets.style_text()}
        super().__init__(_module=module, **state)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._module!r})"


class Simulator(Panel):
    """One simulator; show it as the last line of a cell.

    ``choice`` comes from the browser (``{"seq", "values", "guess", "act"}``), ``answer``, ``table`` and ``error`` go to
    it. A first answer comes without its ``table``, which nobody reads while a lever moves; a better one brings it.
    ``act`` is a step of a game, for presenters that have ``act(name, values)``.
    """

    spec = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    table = traitlets.Dict().tag(sync=True)
    error = traitlets.Dict().tag(sync=True)
    choice = traitlets.Dict().tag(sync=True)

    def __init__(self, presenter: Presenter, *, ladder: tuple[int, ...] = LADDER) -> None:
        self._presenter = presenter
        self._seq = 0
        post = _main_loop()
        self._without_table = ladder[0] if post is not None and len(ladder) > 1 else None
        self._refiner = Refiner(self._compute, self._deliver, post=post, on_error=self._tell, ladder=ladder)
        super().__init__("simulator", spec=presenter.spec() | {"replications": ladder[-1]})
        offer_picture(self, self.spec["id"], lambda: simulator_picture(self.spec, self.answer))
        self._ask({})

    def __repr__(self) -> str:
        return f"Simulator({self.spec.get('id', '')!r})"

    @traitlets.observe("choice")
    def _chosen(self, change: Any) -> None:
        choice = change["new"]
        self._seq = choice.get("seq", 0)
        self._ask(choice.get("values") or {}, choice.get("act"))

    def _ask(self, values: dict[str, Any], act: str | None = None) -> None:
        try:
            settled = self._presenter.settle(values)
            if act and isinstance(self._presenter, Game):
                self._presenter.act(str(act), settled)
                settled = self._presenter.settle(values)
            self._refiner.ask(settled, tuple(sorted(settled.items())))
        except Exception as fault:
            self._refiner.drop()  # a better answer to the question before must not wipe the words away
            self._tell(fault)

    def _compute(self, values: dict[str, float], replications: int) -> dict[str, Any]:
        """The answer with its table, which a first answer that will be refined goes without."""
        answer = self._presenter.answer(values, replications)
        make_table = answer.pop("table")
        if replications != self._without_table:
            answer["table"] = make_table()
        return answer

    def _deliver(self, answer: dict[str, Any]) -> None:
        with self.hold_sync():
            self.answer = {name: part for name, part in answer.items() if name != "table"} | {
                "seq": self._seq
            }
            if "table" in answer:
                self.table = {**answer["table"], "seq": self._seq}
            if self.error:
                self.error = {}

    def _tell(self, fault: Exception) -> None:
        doing = "pengaturan terakhir" if self.answer else "keadaan sekarang"
        place = f"{self.spec['title']}, saat menghitung {doing}."
        self.error = three_parts(fault, place=place, shown=bool(self.answer))

    def close(self) -> None:
        """End the background work and the widget."""
        self._refiner.close()
        super().close()


def three_parts(fault: Exception, *, place: str, shown: bool) -> dict[str, str]:
    """What happened, where and what is safe, what to do; the traceback of an unexpected fault goes to the log.

    Args:
        place: where, for a fault that does not say it.
        shown: whether there was a picture before, which stays.
    """
    safe = "Gambar terakhir tetap tampil." if shown else "Belum ada gambar."
    safe += " Tebakan dan pengaturan lain tidak berubah."
    if isinstance(fault, LabIkuError):
        what, where, fix = fault.parts()
        return {"what": what, "safe": f"{where or place} {safe}", "fix": fix}
    code = f"K-{next(_codes):04d}"
    log.error("simulator fault %s", code, exc_info=fault)
    return {
        "what": "Perhitungan ini terhenti di pihak kami.",
        "safe": f"{place} {safe}",
        "fix": f"Tekan Kembalikan ke awal. Bila berulang, sebutkan kode {code} kepada fasilitator.",
    }


def _main_loop() -> Callable[[Callable[[], None]], None] | None:
    """How a thread hands work to the kernel's main thread; None where no event loop runs (scripts)."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return None

    def post(work: Callable[[], None]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(work)

    return post
