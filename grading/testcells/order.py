"""Which functions of a submission may be called after all its cells have run, although a test stands between them.

In a notebook a test calls a function where it stands, and cells below run after the call. Called at the end instead,
cells are never shown what a hidden test handed over, and none has to run twice for that. It is the same for a function
that answers alike at any moment and leaves nothing behind. This module knows such functions by their text and is
careful: a function that it does not understand is called where the test stands. It decides about order, not about
safety: whoever deceives it only has an own function called at another moment.
"""

from __future__ import annotations

import ast
import symtable
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from grading.testcells.effects import (
    ANY_MAGIC,
    BUILTINS,
    HARMLESS_MAGIC,
    KNOWN,
    QUIET,
    STATEFUL,
    bound_by,
    changed_by,
    followed,
    imported_by,
    telling,
)
from grading.testcells.names import parsed

_LONGEST = 50_000  # asumsi: characters of all cells; longer ones are not looked through


@dataclass(frozen=True)
class _Function:
    """Whether it is without memory of its own and without a hand on what lies outside it; the names it takes from there."""

    calm: bool
    outside: frozenset[str]


@dataclass(frozen=True)
class _Cell:
    """What one cell binds: names (as often as it does), and which of them to module, constant or function."""

    bound: tuple[str, ...]
    modules: tuple[tuple[str, str], ...]
    changed: frozenset[str]  # names whose attributes or items something is put into
    constants: frozenset[str]
    functions: Mapping[str, _Function]


class _Seen:
    """What all cells together bind."""

    def __init__(self, cells: Sequence[_Cell]) -> None:
        self.count = Counter(name for cell in cells for name in cell.bound)
        self.since: dict[str, int] = {}
        self.modules: dict[str, list[str]] = {}
        self.functions: dict[str, _Function] = {}
        for place, cell in enumerate(cells):
            for name in cell.bound:
                self.since.setdefault(name, place)
            for name, target in cell.modules:
                self.modules.setdefault(name, []).append(target)
            self.functions |= cell.functions
        self.constants = frozenset().union(*(cell.constants for cell in cells))
        changed = frozenset().union(*(cell.changed for cell in cells))
        self.altered = {target.split(".")[0] for name in changed for target in self.modules.get(name, ())}

    def quiet(self, name: str) -> bool:
        """Whether the name always means the same thing out of a quiet module that no cell has altered."""
        targets = self.modules.get(name, [])
        parts = {part for target in targets for part in target.split(".")}
        return (
            len(set(targets)) == 1
            and len(targets) == self.count[name]
            and targets[0].split(".")[0] in QUIET - self.altered
            and not parts & STATEFUL
        )


def may_wait(sources: Sequence[str]) -> frozenset[str]:
    """Names of functions in these cells that answer alike wherever between the cells they are called."""
    if sum(map(len, sources)) > _LONGEST:
        return frozenset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _found(sources)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()


def _found(sources: Iterable[str]) -> frozenset[str]:
    cells = []
    for source in sources:
        cell = _cell(source)
        if cell is None:
            return frozenset()
        cells.append(cell)
    seen = _Seen(cells)
    steady = {name for name, found in seen.functions.items() if seen.count[name] == 1 and found.calm}
    while True:
        known = {
            name
            for name in steady
            if all(_known(used, name, seen, steady) for used in seen.functions[name].outside)
        }
        if known == steady:
            return frozenset(known)
        steady = known


def _known(name: str, function: str, seen: _Seen, steady: set[str]) -> bool:
    """Whether ``name`` means one and the same, from the cell of the function on that uses it."""
    if name not in seen.count:
        return name in BUILTINS
    constant = name in seen.constants and seen.count[name] == 1 and name not in BUILTINS
    early = seen.since[name] <= seen.since[function]
    return early and (constant or name in steady or seen.quiet(name))


@lru_cache(256)  # cells that are given are the same in every submission, and many answers are too
def _cell(source: str) -> _Cell | None:
    """What a cell binds; None where it does what this module cannot follow."""
    text = HARMLESS_MAGIC.sub("", source)
    tree = None if ANY_MAGIC.search(text) else parsed(text)
    if tree is None:
        return None
    bound: list[str] = []
    modules: list[tuple[str, str]] = []
    changed: set[str] = set()
    for node in telling(tree):
        if isinstance(node, ast.Global) or not followed(node):
            return None
        bound += bound_by(node)
        for name, target in imported_by(node):
            if target.split(".")[0] not in KNOWN or name == "*":
                return None
            bound.append(name)
            modules.append((name, target))
        changed |= changed_by(node)
    constants: set[str] = set()
    functions: dict[str, _Function] = {}
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            functions[statement.name] = _function(statement)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            to = statement.targets[0]
            if isinstance(to, ast.Name) and isinstance(statement.value, ast.Lambda):
                functions[to.id] = _function(statement)
            elif isinstance(to, ast.Name) and _fixed(statement.value):
                constants.add(to.id)
    return _Cell(tuple(bound), tuple(modules), frozenset(changed), frozenset(constants), functions)


def _fixed(value: ast.expr | None) -> bool:
    """A literal that nothing can change."""
    if isinstance(value, ast.Tuple):
        return all(map(_fixed, value.elts))
    if isinstance(value, ast.UnaryOp):
        return _fixed(value.operand)
    return value is None or isinstance(value, ast.Constant)


def _function(statement: ast.stmt) -> _Function:
    outside = frozenset(_outer_names(statement))
    return _Function(_calm(statement, outside), outside)


def _calm(statement: ast.stmt, outside: frozenset[str]) -> bool:
    """A function without memory of its own and without a hand on what lies ``outside`` it."""
    definition = statement.value if isinstance(statement, ast.Assign) else statement
    assert isinstance(definition, ast.FunctionDef | ast.Lambda)
    arguments = definition.args
    if getattr(definition, "decorator_list", []) or not all(
        map(_fixed, [*arguments.defaults, *arguments.kw_defaults])
    ):
        return False
    for node in telling(definition):
        if isinstance(node, ast.ClassDef) or changed_by(node) & outside:
            return False
        if isinstance(node, ast.Attribute) and (node.attr in STATEFUL or node.attr.startswith("read_")):
            return False
        if any(
            target.split(".")[0] not in QUIET or STATEFUL & set(target.split("."))
            for _, target in imported_by(node)
        ):
            return False
    return True


def _outer_names(statement: ast.stmt) -> set[str]:
    """Names that a function (and what is defined in it) takes from outside."""
    name = statement.name if isinstance(statement, ast.FunctionDef) else "lambda"
    tables = symtable.symtable(ast.unparse(statement), "sel", "exec").get_children()
    waiting, found = [table for table in tables if table.get_name() == name], set()
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        found |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return found
