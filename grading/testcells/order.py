"""Which functions of a submission may be called after all its cells have run, although a test stands between them.

In a notebook a test calls a function where it stands, and cells below run after the call. Called at the end instead,
cells are never shown what a hidden test handed over, and none has to run twice for that. It is the same for a function
that answers alike at any moment and leaves nothing behind. This module knows such functions by their text and is
careful: a function that it does not understand is called where the test stands. It decides about order, not about
safety: whoever deceives it only has an own function called at another moment.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grading.testcells.names import parsed

_LONGEST = 50_000  # asumsi: characters of all cells; longer ones are not looked through
# magics that change no name of the notebook
_HARMLESS_MAGIC = re.compile(r"^\s*%(?:matplotlib|config)\b.*$", re.M)
_ANY_MAGIC = re.compile(r"^\s*[%!?]|\?\s*$", re.M)
# modules whose functions depend on their arguments alone
_QUIET_MODULES = """
math cmath statistics numpy pandas decimal fractions datetime calendar collections itertools functools operator re
string textwrap copy typing numbers bisect heapq
"""
# other modules that cells may import without anything here becoming doubtful
_KNOWN_MODULES = "matplotlib random json csv time pathlib dataclasses enum IPython kpi_sim"
# whoever uses these could change anything, or what numbers and tables mean to everybody
_DOUBTFUL_NAMES = """
exec eval compile globals locals vars setattr delattr __import__ get_ipython breakpoint open input exit quit
set_option reset_option option_context options seterr seterrcall errstate set_printoptions getcontext setcontext
setlocale setrecursionlimit register_dataframe_accessor register_series_accessor
"""
# state of the process, or files that another cell may write
_STATEFUL_NAMES = """
random sample shuffle savetxt save savez load loadtxt genfromtxt fromfile tofile memmap to_csv to_excel to_json
to_parquet to_pickle to_html to_feather to_sql to_xml to_clipboard plot hist boxplot
"""
_QUIET, _DOUBTFUL = frozenset(_QUIET_MODULES.split()), frozenset(_DOUBTFUL_NAMES.split())
_KNOWN, _STATEFUL = frozenset(_KNOWN_MODULES.split()) | _QUIET, frozenset(_STATEFUL_NAMES.split())
_BUILTINS = set(dir(builtins)) - _DOUBTFUL
_NAMING = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar
)


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
            and targets[0].split(".")[0] in _QUIET - altered
            and not parts & _STATEFUL
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
        text = _HARMLESS_MAGIC.sub("", source)
        tree = None if _ANY_MAGIC.search(text) else parsed(text)
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
        return name in _BUILTINS
    constant = name in seen.constants and seen.count[name] == 1 and name not in _BUILTINS
    early = seen.since[name] <= seen.since[function]
    return early and (constant or name in steady or seen.quiet(name))


def _collect(tree: ast.Module, seen: _Seen) -> bool:
    """Note what a cell binds; False where it does what this module cannot follow."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global) or not _followed(node):
            return False
        for name in _bound_by(node):
            seen.bind(name)
        for name, target in _imported_by(node):
            if target.split(".")[0] not in _KNOWN or name == "*":
                return False
            seen.bind(name)
            seen.modules.setdefault(name, []).append(target)
        seen.changed |= _changed_by(node)
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


def _followed(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id not in _DOUBTFUL
    if isinstance(node, ast.Attribute):
        return node.attr not in _DOUBTFUL and not node.attr.startswith("__")
    return True


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, _NAMING) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _imported_by(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Name → full name of what is imported."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            module = "." if node.level else node.module
            yield alias.asname or alias.name, f"{module}.{alias.name}"


def _changed_by(node: ast.AST) -> set[str]:
    """The name at the root of an attribute or item that is set or deleted."""
    if not isinstance(node, ast.Attribute | ast.Subscript) or isinstance(node.ctx, ast.Load):
        return set()
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute | ast.Subscript | ast.Call):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return {inner.id} if isinstance(inner, ast.Name) else set()


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
        if isinstance(node, ast.ClassDef) or _changed_by(node) & outside:
            return False
        if isinstance(node, ast.Attribute) and (node.attr in _STATEFUL or node.attr.startswith("read_")):
            return False
        if any(
            target.split(".")[0] not in _QUIET or _STATEFUL & set(target.split("."))
            for _, target in _imported_by(node)
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
