"""Whether an assignment's tests leave anything behind in the room that they run in.

Where they leave nothing, the branch of an examiner's room that has judged one submission judges the next one too; a
fork for each costs a quarter of the time of a submission. Tests are known by their text, and this module is careful:
they may use what they bind themselves, the trainee's names (fresh for every submission), built-ins, and functions out
of modules that keep no state. With anything else, each submission gets a branch of its own.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Set
from functools import lru_cache

from grading.testcells.effects import (
    ANY_MAGIC,
    BUILTINS,
    KNOWN,
    QUIET,
    STATEFUL,
    bound_by,
    changed_by,
    followed,
    imported_by,
)
from grading.testcells.names import parsed

# what functions that alter their module, or a table in it, are called
_ALTERING_VERBS = """
set reset register use enable disable install push pop add purge append extend insert remove clear update fill put
copyto place
"""
_ALTERING = tuple(_ALTERING_VERBS.split())
_NEVER = ast.Global | ast.ClassDef | ast.AsyncFunctionDef | ast.Await


@lru_cache(64)
def leave_nothing(before: tuple[str, ...], cells: tuple[str, ...], trainees: frozenset[str]) -> bool:
    """Whether ``cells`` leave a room as the cells ``before`` made it, once its names are put back.

    Args:
        before: cells that have prepared the room.
        cells: tests, and what runs between them.
        trainees: names that get a new meaning with every submission.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _found(before, cells, trainees)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _found(before: Iterable[str], cells: Iterable[str], trainees: Set[str]) -> bool:
    trees = [None if ANY_MAGIC.search(source) else parsed(source) for source in cells]
    nodes = [node for tree in trees if tree is not None for node in ast.walk(tree)]
    if None in trees or any(isinstance(node, _NEVER) or changed_by(node) for node in nodes):
        return False
    if not all(map(followed, nodes)):
        return False
    prepared = [node for source in before for node in ast.walk(parsed(source) or ast.Module([], []))]
    if any(target.split(".")[0] not in KNOWN for node in nodes for _, target in imported_by(node)):
        return False
    modules = _modules([*prepared, *nodes])
    own = {name for node in nodes for name in (*bound_by(node), *_parameters(node))} - modules
    if own & {name for node in prepared for name in bound_by(node)} - trainees:
        return False  # put into what was prepared, as ``n += 1`` does
    known = own | modules | trainees | BUILTINS
    return all(node.id in known for node in nodes if isinstance(node, ast.Name)) and not any(
        _alters(node, modules) for node in nodes
    )


def _modules(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that mean a quiet module, or something out of one, and nothing else."""
    found: set[str] = set()
    others: set[str] = set()
    for node in nodes:
        others |= set(bound_by(node))
        for name, target in imported_by(node):
            parts = target.split(".")
            quiet = parts[0] in QUIET and not STATEFUL & set(parts) and not parts[-1].startswith(_ALTERING)
            (found if quiet and name != "*" else others).add(name)
    return found - others


def _parameters(node: ast.AST) -> tuple[str, ...]:
    return (node.arg,) if isinstance(node, ast.arg) else ()


def _alters(node: ast.AST, modules: Set[str]) -> bool:
    """A method that keeps state, or a function that changes the module (or something in it) that it is taken from."""
    if not isinstance(node, ast.Attribute):
        return False
    if node.attr in STATEFUL or node.attr.startswith("read_"):
        return True
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    return isinstance(inner, ast.Name) and inner.id in modules and node.attr.startswith(_ALTERING)
