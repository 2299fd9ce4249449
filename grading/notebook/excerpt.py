"""Cuts one function out of ``solution.py``, with whatever at top level it uses; source text as it stands."""

from __future__ import annotations

import ast


def needed_for(function: str, source: str) -> str:
    """The function as ``solution.py`` has it, with whatever at top level it uses, in the file's order."""
    lines = source.splitlines()
    statements = ast.parse(source).body
    kept: set[int] = set()
    wanted = {function}
    while True:
        found = {i for i, node in enumerate(statements) if i not in kept and _binds(node) & wanted}
        if not found:
            break
        kept |= found
        for i in found:
            wanted |= {node.id for node in ast.walk(statements[i]) if isinstance(node, ast.Name)}
    blocks = [lines[statements[i].lineno - 1 : statements[i].end_lineno] for i in sorted(kept)]
    return "\n\n".join("\n".join(block) for block in blocks)


def _binds(node: ast.stmt) -> set[str]:
    """Names that a top-level statement binds."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return set()
