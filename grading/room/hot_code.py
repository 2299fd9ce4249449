"""What notebooks run, laid side by side before rooms are forked.

Python counts references in the code that it runs and in the names that it looks up, so a fork gets a copy of each page
on which some of that lies. After the imports it lies among twenty times as much that no notebook touches. Names that
exist before anything is imported are taken by all that is imported, and lie together; copies of code, made one after
the other, do so too. Which names and functions those are stands in ``hot_code.json``. What is missing there, or is there
and nowhere else, costs time and nothing more.

Write the list anew after an update of libraries: ``python -m grading.room.hot_code``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grading.room.shell import RoomShell

LIST = Path(__file__).with_name("hot_code.json")
_LONGEST_TEXT = 100  # longer ones are descriptions, which nothing reads


class HotCode:
    """The list, and what was made from it; keep it as long as rooms are forked."""

    def __init__(self) -> None:
        """Read the list and make its names, before what uses them is imported."""
        stored = json.loads(LIST.read_bytes()) if LIST.exists() else {"names": [], "functions": {}}
        self.names = [sys.intern(name) for name in stored["names"]]
        self.functions: dict[str, list[str]] = stored["functions"]  # module -> qualified names
        self._texts: dict[str, str] = {}
        self._copies: dict[int, tuple[CodeType, CodeType]] = {}  # identity of a code -> the code and its copy

    def lay_together(self) -> None:
        """Give the functions, of modules that are imported now, copies of their code."""
        for module, names in self.functions.items():
            for name in names:
                for function in functions(module, name):
                    code = function.__code__
                    if id(code) not in self._copies:
                        self._copies[id(code)] = code, self._copied(code)
                    function.__code__ = self._copies[id(code)][1]

    def _copied(self, code: CodeType) -> CodeType:
        parts = tuple(self._part(part) for part in code.co_consts)
        return code.replace(co_consts=parts, co_qualname=self._text(code.co_qualname))

    def _part(self, part: object) -> object:
        if isinstance(part, CodeType):
            return self._copied(part)
        return self._text(part) if type(part) is str and len(part) <= _LONGEST_TEXT else part

    def _text(self, text: str) -> str:
        if text not in self._texts:
            copy = f"{text} "[:-1]
            self._texts[copy] = copy
        return self._texts[text]


def functions(module: str, name: str) -> list[FunctionType]:
    """The functions in Python behind a qualified name, of a module that is imported; decorated ones too."""
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, "__dict__", {}).get(part)  # as it stands there: descriptors are not asked
    return list(_behind(found))


def _behind(value: Any) -> Iterator[FunctionType]:
    if isinstance(value, FunctionType):
        yield value
    if isinstance(value, property):
        yield from _behind(value.fget)
        yield from _behind(value.fset)
    elif value is not None:
        yield from _behind(getattr(value, "__wrapped__", None))


def called(shell: RoomShell) -> dict[str, list[str]]:
    """Which functions of which modules a rehearsal calls."""
    from grading.room import rehearsal

    seen: set[tuple[str, str]] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            outermost = frame.f_code.co_qualname.split(".<locals>")[0]
            seen.add((frame.f_globals.get("__name__", ""), outermost))

    sys.setprofile(note)
    try:
        rehearsal.rehearse(shell)
    finally:
        sys.setprofile(None)
    found: dict[str, list[str]] = {}
    for module, name in sorted(seen):
        if functions(module, name):
            found.setdefault(module, []).append(name)
    return found


def names_in(code: CodeType) -> set[str]:
    """What the code calls things: variables, attributes, and texts that Python keeps as names."""
    names = {*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars}
    for part in code.co_consts:
        if isinstance(part, CodeType):
            names |= names_in(part)
        for text in part if isinstance(part, (tuple, frozenset)) else (part,):
            if type(text) is str and text.isidentifier():
                names.add(text)
    return names


def main() -> None:
    """Write the list."""
    from grading.room import zygote

    shell, *_ = zygote.warm_up()
    found = called(shell)
    codes = [one.__code__ for module in found for name in found[module] for one in functions(module, name)]
    names = sorted(set().union(*map(names_in, codes)))
    LIST.write_text(json.dumps({"functions": found, "names": names}, indent=0) + "\n")


if __name__ == "__main__":
    main()
