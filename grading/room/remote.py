"""A trainee's function as an instructor's test sees it: called here, run in the trainee's room."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, NoReturn

from grading.room import plain
from grading.room.errors import CannotCrossError

_CHANGED_IN_PLACE = ("list", "dict", "set", "ndarray", "DataFrame", "Series", "deque")


class NoAnswerError(BaseException):
    """The call has no result: the room is stuck or gone, or what came back may not cross.

    No test may take it for an exception that the trainee's function raised; it ends the test.
    """


class Remote:
    """The trainee's names in an examiner's name space, and what a test has done to them since."""

    def __init__(self, space: dict[str, Any], ask: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self.space, self.ask = space, ask
        self.bound: dict[str, Any] = {}

    def bind(self, functions: list[str], values: dict[str, Any], missing: list[str]) -> None:
        """Give the names the meaning that they have in the trainee's room."""
        for name in missing:
            self.space.pop(name, None)
            self.bound.pop(name, None)
        new: dict[str, Any] = {name: RemoteFunction(name, self) for name in functions}
        new |= {name: plain.decode(wire) for name, wire in values.items()}
        self.bound |= new
        self.space |= new

    def changes(self) -> dict[str, Any]:
        """Names that a test has deleted or bound anew: the trainee's functions are to see that (``del squares``)."""
        put: dict[str, dict[str, Any]] = {}
        for name, value in self.bound.items():
            now = self.space.get(name, value)
            if now is not value:
                put[name] = (
                    {"alias": now.__name__} if isinstance(now, RemoteFunction) else {"value": _wire(now)}
                )
        return {"gone": [name for name in self.bound if name not in self.space], "put": put}


def _wire(value: Any) -> Any:
    try:
        return plain.encode(value)
    except CannotCrossError as fault:  # a stand-in written by the instructor: only its text could cross
        raise NoAnswerError(str(fault)) from None


class RemoteFunction:
    """Calls by request; arguments that the function changed are changed here too; what it printed is printed."""

    def __init__(self, name: str, remote: Remote) -> None:
        self.__name__ = self.__qualname__ = name
        self._remote = remote

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        answer = self._remote.ask(
            {
                "name": self.__name__,
                "arguments": [_wire(item) for item in arguments],
                "named": {key: _wire(item) for key, item in named.items()},
                **self._remote.changes(),
            }
        )
        for item, wire in zip(arguments, answer.get("arguments", ()), strict=False):
            _take_over(item, plain.decode(wire))
        for key, wire in answer.get("named", {}).items():
            _take_over(named[key], plain.decode(wire))
        if answer.get("printed"):
            print(answer["printed"], end="")
        if "error" in answer:
            _raise(answer["error"])
        if "value" not in answer:
            raise NoAnswerError(answer.get("fault", ""))
        return plain.decode(answer["value"])

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def _raise(error: dict[str, str]) -> NoReturn:
    kind = getattr(builtins, error["builtin"], Exception)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = Exception
    try:
        raised = kind(error["text"])
    except TypeError:  # UnicodeDecodeError and its like want more than a text
        raised = Exception(error["text"])
    raise raised


def _take_over(item: Any, changed: Any) -> None:
    """Give a mutable argument the content that the trainee's function left in its copy."""
    if type(item) is not type(changed) or type(item).__name__ not in _CHANGED_IN_PLACE:
        return
    if isinstance(item, list):
        item[:] = changed
    elif isinstance(item, dict | set):
        item.clear()
        item.update(changed)
    elif hasattr(item, "shape") and not hasattr(item, "index"):
        if item.shape == changed.shape:
            item[...] = changed
    elif hasattr(item, "iloc"):
        type(item).__init__(item, changed)
    else:
        item.clear()
        item.extend(changed)
