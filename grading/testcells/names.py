"""Which names of a notebook belong to the trainee: those that the instructor's own solution cells bind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import lru_cache

_MAGIC = re.compile(r"^(\s*)[%!?].*$", re.M)


def parsed(source: str) -> ast.Module | None:
    """The cell as Python, magics and shell lines left out; None where it is not Python."""
    if source.lstrip().startswith("%%"):
        return None
    try:
        return ast.parse(_MAGIC.sub(r"\1pass", source))
    except (SyntaxError, ValueError, RecursionError):
        return None


# the cells that these three are asked about are the instructor's: the same for every submission
@lru_cache(1024)
def bound_names(source: str) -> frozenset[str]:
    """Names that the cell binds at top level (imports apart), also inside its ``if``, ``for``, ``with`` and ``try``."""
    tree = parsed(source)
    return frozenset() if tree is None else frozenset(_bound(tree.body))


def _bound(body: Iterable[ast.stmt]) -> Iterable[str]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name
            continue
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        for node in _own_expressions(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
        for part in ("body", "orelse", "finalbody"):
            yield from _bound(getattr(statement, part, []))
        for handler in getattr(statement, "handlers", []):
            yield from _bound(handler.body)
        for case in getattr(statement, "cases", []):
            yield from _bound(case.body)


def _own_expressions(statement: ast.stmt) -> Iterable[ast.AST]:
    """Nodes of a statement without those of the statements in it; comprehensions keep their names to themselves."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        for child in ast.iter_child_nodes(node):
            if not isinstance(
                child,
                ast.stmt
                | ast.ExceptHandler
                | ast.Lambda
                | ast.ListComp
                | ast.SetComp
                | ast.DictComp
                | ast.GeneratorExp,
            ):
                waiting.append(child)


@lru_cache(1024)
def imports(source: str) -> str:
    """The import statements at top level: what a solution cell imports, tests may use."""
    tree = parsed(source)
    if tree is None:
        return ""
    found = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in found)


def classes(source: str) -> set[str]:
    """Names of the classes that the cell defines at top level."""
    tree = parsed(source)
    return set() if tree is None else {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


@lru_cache(1024)
def used_names(source: str) -> frozenset[str]:
    """Names that the cell reads anywhere."""
    tree = parsed(source)
    if tree is None:
        return frozenset(re.findall(r"\w+", source))
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
