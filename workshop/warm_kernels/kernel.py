"""What a fork must still do to be a kernel like any other: environment, random state, hooks of preloaded libraries."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from traitlets.config.loader import Config


def take_environment(env: dict[str, str]) -> None:
    """Replace the environment and what was read from it."""
    os.environ.clear()
    os.environ.update(env)
    with contextlib.suppress(AttributeError):
        time.tzset()


class QuickHistory(sqlite3.Connection):
    """The history of input without waiting for the disk, at every start and line: a power cut may cost its last lines."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute("PRAGMA synchronous = OFF")


# where a user's own configuration says otherwise, it wins
HISTORY = Config(
    {"HistoryManager": {"connection_options": {"check_same_thread": False, "factory": QuickHistory}}}
)


class ForkedKernelApp(IPKernelApp):
    """A kernel that says when its sockets are open and repeats what preloaded libraries do at import."""

    name = "ipython-kernel"
    report_bound: Callable[[], None] | None = None

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """The usual command line says one thing only; building the whole parser for it takes a fifth of a start."""
        if argv is None or len(argv) != 2 or argv[0] != "-f" or argv[1].startswith("-"):
            super().parse_command_line(argv)
            return
        self.extra_args = []
        self.cli_config = Config({"IPKernelApp": {"connection_file": argv[1]}})
        self.update_config(self.cli_config)

    def write_connection_file(self, **kwargs: object) -> None:
        """Called right after all sockets are bound."""
        super().write_connection_file(**kwargs)
        if self.report_bound is not None:
            self.report_bound()
            self.report_bound = None

    def init_gui_pylab(self) -> None:
        """Matplotlib read its backend long ago; tell it again what the environment says now."""
        super().init_gui_pylab()
        matplotlib = sys.modules.get("matplotlib")
        backend = os.environ.get("MPLBACKEND")
        if matplotlib is not None and backend:
            with contextlib.suppress(ValueError, ImportError):
                matplotlib.rcParams["backend"] = backend

    def init_extensions(self) -> None:
        """ipywidgets registers with the shell when imported; here it was imported before there was one."""
        super().init_extensions()
        widgets = sys.modules.get("ipywidgets")
        register = getattr(widgets, "_handle_ipython", None)
        if register is not None:
            register()


def reseed() -> None:
    """No two forks may draw the same numbers (``random`` and ``uuid`` see to it themselves)."""
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def run(argv: list[str], report_bound: Callable[[], None]) -> int:
    """Be a kernel until it is shut down; the exit code."""
    reseed()
    launcher = sys.modules.get("ipykernel_launcher")
    sys.argv = [getattr(launcher, "__file__", None) or "ipykernel_launcher", *argv]
    # its default was read from the environment when ipykernel was imported, long before this kernel was wanted
    parent = int(os.environ.get("JPY_PARENT_PID") or 0)
    app = ForkedKernelApp.instance(parent_handle=parent, config=HISTORY)
    app.report_bound = report_bound
    app.initialize(argv)
    gc.enable()  # but never gc.unfreeze(): a full collection would then touch, and so copy, every page
    app.start()
    return 0
