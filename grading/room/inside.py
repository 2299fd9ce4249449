"""What runs inside a room: takes requests off the socket, runs cells, gives values, calls functions.

Requests carry a number ``n`` and what to ``do``; each gets one answer with that number. In an examiner's room a cell
may ask back while it runs (``ask``): that is how a test reaches the trainee's functions in their own room.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import io
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from grading.room import plain, wire
from grading.room.branches import LEFT, Branches
from grading.room.errors import CannotCrossError
from grading.room.limits import Limits
from grading.room.reach import reaches_out
from grading.room.shell import RoomShell, describe

if TYPE_CHECKING:
    from grading.room.remote import Remote

_MOST_REQUEST = 64 * 1024 * 1024
_MOST_PRINTED = 10_000
_ABSENT = object()
_TIMERS = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)
# what of this package works inside a room
_OURS = [
    f"grading.room.{name}"
    for name in ("inside", "reach", "shell", "plain", "arrays", "frames", "figures", "remote", "wire")
]
_OF_EVERY_KIND = ("__module__", "__doc__", "__dict__", "__weakref__", "__annotations__", "__match_args__")


class Steady:
    """This side of the line as it was before any answer ran, put back after each request.

    No protection against somebody who means it (who only spoils an own room), but one cell that patches libraries does
    not cost the tasks after it. Made in the warm process: only to look at a module is to write to it (its count of
    references), and each page written to in a room is a page copied.
    """

    def __init__(self) -> None:
        self.modules = dict(sys.modules)
        own = [self.modules[name] for name in _OURS if name in self.modules]
        kinds = {kind for module in own for kind in vars(module).values() if isinstance(kind, type)}
        self.kinds = [
            (
                kind,
                vars(kind),
                {name: value for name, value in vars(kind).items() if name not in _OF_EVERY_KIND},
            )
            for kind in kinds
            if kind.__module__ in _OURS
        ]
        self.names = [(vars(module), dict(vars(module))) for module in (*own, builtins)]
        self.set_timer = signal.setitimer
        self.count = len(self.modules)
        self.watchful = self.modules_named = False

    def heed(self, source: str) -> None:
        """A cell that reaches out may change something, or take modules away, now or when a function of it is called."""
        self.watchful = self.watchful or reaches_out(source)
        self.modules_named = self.modules_named or "modules" in source

    def restore(self) -> None:
        """Put back what is missing or another; no alarm of one request rings in the next."""
        if not self.watchful:
            return
        for timer in _TIMERS:
            self.set_timer(timer, 0)
        if self.modules_named or len(sys.modules) < self.count:
            sys.modules |= {name: module for name, module in self.modules.items() if name not in sys.modules}
        for space, names in self.names:
            space.update(names)
        for kind, now, members in self.kinds:
            for name, member in members.items():
                if now.get(name) is not member:
                    setattr(kind, name, member)


class Inside:
    """One room, seen from inside."""

    def __init__(
        self,
        shell: RoomShell,
        sock: socket.socket,
        limits: Limits,
        steady: Steady,
        branch_filter: bytes = b"",
    ) -> None:
        """``branch_filter``: what branches of an examiner's room take on; without one there are none."""
        self.shell, self.sock, self.limits, self.steady = shell, sock, limits, steady
        self.branches = Branches(branch_filter) if branch_filter else None
        if branch_filter:
            shell.translated = {}
        self.remote: Remote | None = None
        self.prepared: dict[str, Any] = {}  # a branch's names as it found them

    def serve(self) -> None:
        """Answer until the grader closes the line (or kills the room)."""
        steady, do = self.steady, Inside.do
        while True:
            try:
                request = wire.receive(self.sock, seconds=None, most_bytes=_MOST_REQUEST)
            except wire.BrokenWire:
                return
            answer = do(self, request)
            if answer is None:  # a branch has answered, and has ended
                continue
            steady.restore()
            wire.send(self.sock, {"n": request["n"], **answer})

    def do(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to one request."""
        method: Callable[[Inside, dict[str, Any]], dict[str, Any] | None] = getattr(
            Inside, f"do_{request['do']}"
        )
        return method(self, request)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """From an examiner's cell to the grader, and its answer."""
        wire.send(self.sock, {"ask": question})
        answer: dict[str, Any] = wire.receive(self.sock, seconds=None, most_bytes=_MOST_REQUEST)
        return answer

    def do_files(self, request: dict[str, Any]) -> dict[str, Any]:
        """Put files into the working folder."""
        for name, content in request["files"].items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
        return {}

    def do_run(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run a cell; ``blind``: its outputs are not kept, so no picture is drawn. ``bind``: see ``_bind``."""
        if request.get("bind"):
            self._bind(**request["bind"])
        self.steady.heed(request["source"])
        told = RoomShell.run(self.shell, request["source"], self.limits, pictures=not request.get("blind"))
        if self.remote is not None:
            told["fault"], self.remote.fault = self.remote.fault, ""
        return told

    def do_sound(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run a cell of the grader's own, as any other; the names that it makes are taken away again."""
        told = RoomShell.run(self.shell, request["source"], self.limits, pictures=False)
        for name in request["names"]:
            self.shell.user_ns.pop(name, None)
        return told

    def do_look(self, request: dict[str, Any]) -> dict[str, Any]:
        """What each of several names is: missing, callable, or a value that may cross, or one that may not."""
        return {"names": {name: self._looked_at(name) for name in request["names"]}}

    def _looked_at(self, name: str) -> dict[str, Any]:
        space = self.shell.user_ns
        if name not in space:
            return {"missing": True}
        if callable(space[name]):
            return {"callable": True}
        return self._value(space[name])

    def do_value(self, request: dict[str, Any]) -> dict[str, Any]:
        """The value of a name."""
        if request["name"] not in self.shell.user_ns:
            return {"missing": True}
        return self._value(self.shell.user_ns[request["name"]])

    def _value(self, value: Any) -> dict[str, Any]:
        try:
            return {"value": plain.encode(value)}
        except CannotCrossError as fault:
            return {"cannot": fault.values["reason"]}
        except Exception as error:
            return {"cannot": f"terjadi {type(error).__name__} ketika dibaca"}

    def do_call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a function with plain arguments; its value, and the arguments as it left them."""
        function = self.shell.user_ns.get(request["name"])
        if function is None:
            return {"missing": True}
        arguments = [plain.decode(item) for item in request["arguments"]]
        named = {name: plain.decode(item) for name, item in request["named"].items()}
        printed, outer = _Printed(), (sys.stdout, sys.stderr)
        before = self._changed(request.get("gone", []), request.get("put", {}))
        sys.stdout, sys.stderr = printed, _Printed()
        try:
            answer = self._value(function(*arguments, **named))
        except Exception as error:
            answer = {"error": describe(error)}
        finally:
            sys.stdout, sys.stderr = outer
            for name, value in before.items():
                if value is _ABSENT:
                    self.shell.user_ns.pop(name, None)
                else:
                    self.shell.user_ns[name] = value
        answer["printed"] = printed.text
        with contextlib.suppress(Exception):
            answer["arguments"] = [plain.encode(item) for item in arguments]
            answer["named"] = {name: plain.encode(item) for name, item in named.items()}
        return answer

    def _changed(self, gone: list[str], put: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """Names as a test has changed them, for the length of one call; how they were before."""
        space = self.shell.user_ns
        before = {name: space.get(name, _ABSENT) for name in [*gone, *put]}
        for name in gone:
            space.pop(name, None)
        for name, new in put.items():
            alias = new.get("alias")
            space[name] = before.get(alias, space.get(alias)) if alias else plain.decode(new["value"])
        return before

    def _bind(self, functions: list[str], values: dict[str, Any], missing: list[str]) -> None:
        """Examiner's rooms: give names the meaning that they have in the trainee's room."""
        from grading.room.remote import Remote

        if self.remote is None:
            self.remote = Remote(self.shell.user_ns, self.ask)
        self.remote.bind(functions, values, missing)

    def do_branch(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Examiner's rooms: go on in a branch, which answers from here on until it is told to leave."""
        if self.branches is None or not self.branches.possible():
            return {"branched": False}
        if not self.branches.start():
            return None
        self.prepared = dict(self.shell.user_ns)
        return {"branched": True}

    def do_renew(self, request: dict[str, Any]) -> dict[str, Any]:
        """Branches whose cells only bound names: ready for the next submission, with the names as prepared."""
        self.shell.user_ns.clear()
        self.shell.user_ns.update(self.prepared)
        self.remote = None
        return {}

    def do_leave(self, request: dict[str, Any]) -> NoReturn:
        """End a branch."""
        wire.send(self.sock, {"n": request["n"]})
        os._exit(LEFT)


class _Printed(io.TextIOBase):
    """Keeps the first of what a call prints."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text = (self.text + str(text))[:_MOST_PRINTED]
        return len(text)

    def writable(self) -> bool:
        return True
