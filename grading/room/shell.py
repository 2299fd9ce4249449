"""The IPython in which cells of a notebook run inside a room: same cells, same meaning, but every output is kept back.

It is made in the warm process and inherited by every fork. Shell escapes and questions to the keyboard are refused
with a word; figures are shown at the end of a cell and closed, as the inline backend of a notebook does.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import sys
import traceback
from collections.abc import Iterator
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from grading.room.limits import Limits

_INLINE = "inline"
_MOST_OUTPUTS = 200
_TEXT_TYPES = ("text/plain", "text/html", "text/markdown", "text/latex")
_PICTURE_TYPES = ("image/png",)
_FORBIDDEN = ("PermissionError", "NotAllowedError")


class NotAllowedError(Exception):
    """Something that a notebook may do at home and not while it is graded."""


class Outputs:
    """What one cell shows, in nbformat's form, up to a limit; beyond it is lost, not stored."""

    def __init__(self, limits: Limits) -> None:
        self.items: list[dict[str, Any]] = []
        self.text_left = limits.output_chars
        self.pictures_left = limits.picture_bytes

    def stream(self, name: str, text: str) -> None:
        """Text on stdout or stderr."""
        text = self._cut(text)
        if not text:
            return
        if self.items and self.items[-1].get("name") == name:
            self.items[-1]["text"] += text
        elif len(self.items) < _MOST_OUTPUTS:
            self.items.append({"output_type": "stream", "name": name, "text": text})

    def show(self, kind: str, data: dict[str, Any]) -> None:
        """A display or a result; only the forms that a reader of feedback can use."""
        kept = {mime: self._cut(str(data[mime])) for mime in _TEXT_TYPES if mime in data}
        for mime in _PICTURE_TYPES:
            if mime in data and len(data[mime]) <= self.pictures_left:
                self.pictures_left -= len(data[mime])
                kept[mime] = str(data[mime])
        if kept and len(self.items) < _MOST_OUTPUTS:
            extra = {"execution_count": None} if kind == "execute_result" else {}
            self.items.append({"output_type": kind, "data": kept, "metadata": {}, **extra})

    def _cut(self, text: str) -> str:
        kept = text[: max(0, self.text_left)]
        self.text_left -= len(kept)
        return kept


class _Stream(io.TextIOBase):
    """Stands for stdout or stderr while a cell runs."""

    encoding = "utf-8"

    def __init__(self, shell: RoomShell, name: str) -> None:
        self.shell, self.name = shell, name

    def write(self, text: str) -> int:
        self.shell.outputs.stream(self.name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    shell: Any

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        self.shell.outputs.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        pass


class _Hook(DisplayHook):
    shell: Any

    def start_displayhook(self) -> None:
        pass

    def quiet(self) -> bool:
        return bool(self.semicolon_at_end_of_expression(self.shell.source))  # type: ignore[no-untyped-call]

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self.shell.outputs.show("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        pass

    def log_output(self, format_dict: dict[str, Any]) -> None:
        pass


class RoomShell(InteractiveShell):
    """IPython without terminal, history, colours and system commands."""

    def __init__(self, **settings: Any) -> None:
        self.outputs = Outputs(Limits())
        self.source = ""
        self.translated: dict[str, str] | None = None
        self._attributes: set[str] = set()
        self._callbacks: dict[str, list[Any]] = {}
        super().__init__(**settings)  # type: ignore[no-untyped-call]

    def init_io(self) -> None:
        pass

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = (
            False  # it would start a thread, and threads do not survive a fork
        )
        super().init_history()  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def enable_matplotlib(self, gui: Any = None) -> tuple[None, str]:
        """Figures are shown inline, whatever a notebook asks for: nobody sits at it."""
        from IPython.core.pylabtools import activate_matplotlib
        from matplotlib_inline.backend_inline import configure_inline_support

        activate_matplotlib(_INLINE)  # type: ignore[no-untyped-call]
        configure_inline_support(self, _INLINE)  # type: ignore[no-untyped-call]
        return None, _INLINE

    def transform_cell(self, raw_cell: str) -> str:
        """A cell without IPython's own syntax; ``translated`` remembers it where the same cells come again and again."""
        known = {} if self.translated is None else self.translated
        if raw_cell not in known:
            known[raw_cell] = super().transform_cell(raw_cell)  # type: ignore[no-untyped-call]
        return known[raw_cell]

    def system(self, cmd: str) -> NoReturn:
        raise NotAllowedError("perintah sistem (tanda ! atau %%sh) tidak dijalankan saat dinilai")

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> NoReturn:
        self.system(cmd)

    def showtraceback(self, *_: Any, **__: Any) -> None:
        pass  # told by ``run``

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        pass

    def ask_exit(self) -> None:
        pass

    def keep_as_it_is(self) -> None:
        """From here on, every cell finds IPython as it is now, whatever an earlier cell did to it."""
        self._attributes = set(vars(self)) | {"_attributes", "_callbacks"}
        self._callbacks = {name: list(calls) for name, calls in self.events.callbacks.items()}

    def _reset(self) -> None:
        for name in set(vars(self)) - self._attributes:
            if hasattr(RoomShell, name):  # a method that a cell has put something in front of
                delattr(self, name)
        self.input_transformers_post[:] = []
        self.ast_transformers[:] = []
        for name, calls in self._callbacks.items():
            self.events.callbacks[name][:] = calls

    def run(self, source: str, limits: Limits, *, pictures: bool = True) -> dict[str, Any]:
        """Run one cell; what it showed and how it ended. Without ``pictures`` a figure is named, not drawn."""
        self._reset()
        with contextlib.suppress(Exception):  # an earlier cell may have done anything to it
            self.display_formatter.formatters["image/png"].enabled = pictures  # type: ignore[union-attr]
        self.outputs, self.source = Outputs(limits), source
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")
        try:
            result = RoomShell.run_cell(self, source, store_history=False)  # type: ignore[no-untyped-call]
            error = result.error_before_exec or result.error_in_exec
        finally:
            sys.stdout, sys.stderr = before
        if isinstance(error, SystemExit):
            error = None
        told = None if error is None else describe(error)
        if told is not None:
            self.outputs.items.append(
                {
                    "output_type": "error",
                    "ename": told["name"],
                    "evalue": told["text"],
                    "traceback": told["trace"],
                }
            )
        return {"error": told, "outputs": self.outputs.items}


def describe(error: BaseException) -> dict[str, Any]:
    """An exception as plain values: name, text, line in the cell, the built-in class that it is, whether refused."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(chain) < 20 and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__ or _reason(link)
    return {
        "name": type(error).__name__[:80],
        "builtin": next(
            (kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"), "Exception"
        ),
        "text": _text(error),
        "line": _line(error),
        "outer_line": _line(error, 0),
        "trace": _trace(error),
        "forbidden": any(type(link).__name__ in _FORBIDDEN for link in chain),
    }


def _reason(error: BaseException) -> BaseException | None:
    """The error inside urllib's URLError and its like."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, BaseException) else None


def _text(error: BaseException) -> str:
    with contextlib.suppress(Exception):
        return str(error)[:500]
    return ""


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    with contextlib.suppress(Exception):
        return [
            frame for frame in traceback.extract_tb(error.__traceback__) if "ipython-input" in frame.filename
        ]
    return []


def _line(error: BaseException, which: int = -1) -> int | None:
    """Line of the innermost frame (or the outermost: 0) that lies in a cell."""
    if isinstance(error, SyntaxError):
        return error.lineno
    frames = _frames(error)
    return frames[which].lineno if frames else None


def _trace(error: BaseException) -> list[str]:
    lines = [f"baris {frame.lineno}: {frame.line}"[:300] for frame in _frames(error)[-10:]]
    return [*lines, f"{type(error).__name__}: {_text(error)}"]


def _no_keyboard(prompt: object = "") -> NoReturn:
    raise NotAllowedError("input() tidak dapat dipakai saat dinilai: tulis nilainya langsung di sel")


@contextlib.contextmanager
def _one_backend() -> Iterator[None]:
    """Let matplotlib find only the backend that is used: to look through all installed packages takes longer."""
    from importlib import metadata

    find, own = metadata.entry_points, metadata.distribution("matplotlib-inline").entry_points
    metadata.entry_points = own.select  # type: ignore[assignment]
    try:
        yield
    finally:
        metadata.entry_points = find


def make_shell() -> RoomShell:
    """The one shell of this process, warm: its first cell has run, its figures go to the cell's outputs."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.ast_node_interactivity = "last_expr"
    config.InteractiveShell.display_page = True
    # a picture for feedback, not for print: light packing halves what a figure costs (measured 35 → 19 ms); packing runs
    # of equal bytes alone (zlib's Z_RLE) takes no longer and halves its size (11 → 6 kB)
    packing = {"compress_level": 1, "compress_type": 3}
    config.InlineBackend.print_figure_kwargs = {"bbox_inches": None, "pil_kwargs": packing}
    shell: RoomShell = RoomShell.instance(
        config=config, displayhook_class=_Hook, display_pub_class=_Publisher
    )
    builtins.input = _no_keyboard
    shell.user_ns["input"] = _no_keyboard
    with contextlib.suppress(ImportError):
        import matplotlib.pyplot  # noqa: F401

        with _one_backend():
            shell.enable_matplotlib()
        # pyplot draws every figure when a cell ends, and the inline backend then draws once more what it shows
        ended = shell.events.callbacks["post_execute"]
        ended[:] = [call for call in ended if call.__module__ != "matplotlib.pyplot"]
    shell.keep_as_it_is()
    shell.run("1 + 1", Limits())
    return shell
