"""What a fork must still do to be a kernel like any other: environment, random state, hooks of preloaded libraries."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from ipykernel import ipkernel
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


class ModuleFile:
    """Stands for a module where only its file is asked for."""

    __slots__ = ("__file__",)

    def __init__(self, file: str) -> None:
        self.__file__ = file


class ModuleFiles:
    """``sys`` for ipykernel while it lists the files of all modules for its debugger.

    Asking a thousand modules touches, and so copies, a thousand pages that were shared: a tenth of a start. What was
    imported before forking is answered from texts that stand side by side.
    """

    def __init__(self) -> None:
        modules = list(sys.modules.values())
        files = [module.__file__ for module in modules if getattr(module, "__file__", None)]
        self.count = len(modules)
        self.known = [ModuleFile(file) for file in "\0".join(map(str, files)).split("\0")]

    @property
    def modules(self) -> dict[int, Any]:
        """What is listed: stand-ins, then the modules imported since."""
        later = islice(reversed(sys.modules.values()), max(0, len(sys.modules) - self.count))
        return dict(enumerate([*self.known, *reversed(list(later))]))

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


# where a user's own configuration says otherwise, it wins
HISTORY = Config(
    {"HistoryManager": {"connection_options": {"check_same_thread": False, "factory": QuickHistory}}}
)


class ForkedKernelApp(IPKernelApp):
    """A kernel that says when its sockets are open and repeats what preloaded libraries do at import."""

    name = "ipython-kernel"
    report_bound: Callable[[], None] | None = None
    module_files: ModuleFiles | None = None  # as they were before forking

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

    def init_kernel(self) -> None:
        """The kernel with its shell, without asking every module for its file."""
        ipkernel.sys = self.module_files or sys  # type: ignore[assignment]
        try:
            super().init_kernel()
        finally:
            ipkernel.sys = sys

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


def settle() -> None:
    """Before forking, once everything is imported: remember the files of all modules."""
    ForkedKernelApp.module_files = ModuleFiles()


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
