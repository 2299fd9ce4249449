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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
)
from grading.testcells.names import parsed

_LONGEST = 50_000  # asumsi: characters of all cells; longer ones are not looked through


@dataclass
class _Seen:
    """What all cells together bind: how often, from which cell on, and which names to module, constant or function."""

    cell: int = 0
    since: dict[str, int] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)
    modules: dict[str, list[str]] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    functions: dict[str, ast.stmt] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)  # names whose attributes or items something is put into

    def bind(self, name: str) -> None:
        self.count[name] = self.count.get(name, 0) + 1
        self.since.setdefault(name, self.cell)

    def quiet(self, name: str) -> bool:
        """Whether the name always means the same thing out of a quiet module that no cell has altered."""
        targets = self.modules.get(name, [])
        parts = {part for target in targets for part in target.split(".")}
        altered = {target.split(".")[0] for other in self.changed for target in self.modules.get(other, ())}
        return (
            len(set(targets)) == 1
            and len(targets) == self.count[name]
            and targets[0].split(".")[0] in QUIET - altered
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
    seen = _Seen()
    for seen.cell, source in enumerate(sources):
        text = HARMLESS_MAGIC.sub("", source)
        tree = None if ANY_MAGIC.search(text) else parsed(text)
        if tree is None or not _collect(tree, seen):
            return frozenset()
    steady = {name for name, node in seen.functions.items() if seen.count[name] == 1 and _calm(node)}
    uses = {name: _outer_names(seen.functions[name]) for name in steady}
    while True:
        known = {name for name in steady if all(_known(used, name, seen, steady) for used in uses[name])}
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


def _collect(tree: ast.Module, seen: _Seen) -> bool:
    """Note what a cell binds; False where it does what this module cannot follow."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global) or not followed(node):
            return False
        for name in bound_by(node):
            seen.bind(name)
        for name, target in imported_by(node):
            if target.split(".")[0] not in KNOWN or name == "*":
                return False
            seen.bind(name)
            seen.modules.setdefault(name, []).append(target)
        seen.changed |= changed_by(node)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            seen.functions[statement.name] = statement
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            bound = statement.targets[0]
            if isinstance(bound, ast.Name) and isinstance(statement.value, ast.Lambda):
                seen.functions[bound.id] = statement
            elif isinstance(bound, ast.Name) and _fixed(statement.value):
                seen.constants.add(bound.id)
    return True


def _fixed(value: ast.expr | None) -> bool:
    """A literal that nothing can change."""
    if isinstance(value, ast.Tuple):
        return all(map(_fixed, value.elts))
    if isinstance(value, ast.UnaryOp):
        return _fixed(value.operand)
    return value is None or isinstance(value, ast.Constant)


def _calm(statement: ast.stmt) -> bool:
    """A function without memory of its own and without a hand on what lies outside it."""
    definition = statement.value if isinstance(statement, ast.Assign) else statement
    assert isinstance(definition, ast.FunctionDef | ast.Lambda)
    arguments = definition.args
    if getattr(definition, "decorator_list", []) or not all(
        map(_fixed, [*arguments.defaults, *arguments.kw_defaults])
    ):
        return False
    outside = _outer_names(statement)
    for node in ast.walk(definition):
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
