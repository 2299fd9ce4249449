"""A trainee's function as an instructor's test sees it: called here, run in the trainee's room."""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Callable, Mapping, Sequence
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
        self.fault = ""  # why a call had no result, when what came back could not be read

    def bind(self, functions: list[str], values: dict[str, Any], missing: list[str]) -> None:
        """Give the names the meaning that they have in the trainee's room."""
        for name in missing:
            self.space.pop(name, None)
            self.bound.pop(name, None)
        new: dict[str, Any] = {name: RemoteFunction(name, self) for name in functions}
        for name, wire in values.items():
            try:
                new[name] = plain.decode(wire)
            except CannotCrossError:
                self.space.pop(name, None)
                self.bound.pop(name, None)
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
        self._take_over(arguments, named, answer)
        if answer.get("printed"):
            print(answer["printed"], end="")
        if "error" in answer:
            _raise(answer["error"])
        if "value" not in answer:
            raise NoAnswerError(answer.get("fault", ""))
        try:
            return plain.decode(answer["value"])
        except CannotCrossError as fault:
            reason = fault.values["reason"]
            self._remote.fault = str(CannotCrossError(reason, name=f"yang dikembalikan {self.__name__}"))
            raise NoAnswerError(self._remote.fault) from None

    def _take_over(self, arguments: Sequence[Any], named: Mapping[str, Any], answer: dict[str, Any]) -> None:
        """Give mutable arguments the content that the function left in its copies, where all of it can be read."""
        with contextlib.suppress(CannotCrossError, TypeError, AttributeError):
            left = [plain.decode(wire) for wire in answer.get("arguments", ())]
            left_named = {key: plain.decode(wire) for key, wire in answer.get("named", {}).items()}
            for item, changed in zip(arguments, left, strict=False):
                _put_into(item, changed)
            for key in left_named.keys() & named.keys():
                _put_into(named[key], left_named[key])

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


def _put_into(item: Any, changed: Any) -> None:
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
