"""The code that notebooks run, laid side by side before rooms are forked.

Python counts references in the code that it runs, so a fork gets a copy of each page on which some of it lies. After the
imports it lies among twenty times as much that no notebook runs. Copies of it, made one after the other, lie on a third of
the pages. Which functions those are stands in ``hot_code.json``; what is missing there, or is there and nowhere else,
costs time and nothing more.

Write the list anew after an update of libraries: ``python -m grading.room.hot_code``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grading.room.shell import RoomShell

Names = Mapping[str, Sequence[str]]  # module -> qualified names of functions in it
LIST = Path(__file__).with_name("hot_code.json")


def lay_together(names: Names) -> None:
    """Give functions, of modules that are imported now, copies of their code."""
    # by identity, which no other code gets while this one is kept
    copies: dict[int, tuple[CodeType, CodeType]] = {}
    for module, qualified in names.items():
        for name in qualified:
            for function in functions(module, name):
                code = function.__code__
                if id(code) not in copies:
                    copies[id(code)] = code, _copied(code)
                function.__code__ = copies[id(code)][1]


def _copied(code: CodeType) -> CodeType:
    parts = tuple(_copied(part) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_consts=parts)


def listed() -> Names:
    """The list."""
    names: Names = json.loads(LIST.read_bytes()) if LIST.exists() else {}
    return names


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


def main() -> None:
    """Write the list."""
    from grading.room import zygote

    shell, _ = zygote.warm_up()
    LIST.write_text(json.dumps(called(shell), indent=0) + "\n")


if __name__ == "__main__":
    main()
