"""What a cell may do besides what it says, read off its text: names it binds, things it changes, quiet modules.

Used to decide about order (:mod:`grading.testcells.order`) and about what a test leaves behind
(:mod:`grading.testcells.leftovers`), never about safety.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

# magics that change no name of the notebook
HARMLESS_MAGIC = re.compile(r"^\s*%(?:matplotlib|config)\b.*$", re.M)
ANY_MAGIC = re.compile(r"^\s*[%!?]|\?\s*$", re.M)
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
QUIET, _DOUBTFUL = frozenset(_QUIET_MODULES.split()), frozenset(_DOUBTFUL_NAMES.split())
KNOWN, STATEFUL = frozenset(_KNOWN_MODULES.split()) | QUIET, frozenset(_STATEFUL_NAMES.split())
BUILTINS = set(dir(builtins)) - _DOUBTFUL
_NAMING = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar
)
_TELLING = frozenset(
    {ast.Name, ast.Attribute, ast.Subscript, ast.Import, ast.ImportFrom, ast.Global, ast.MatchMapping}
).union(_NAMING.__args__)


def telling(tree: ast.AST) -> list[ast.AST]:
    """The nodes that bind, change, import or use something: all that is asked about here, in half the time of ``ast.walk``."""
    found: list[ast.AST] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if type(node) in _TELLING:
            found.append(node)
        if type(node) is ast.Name:
            continue
        for field in node._fields:
            part = getattr(node, field, None)
            if isinstance(part, list):
                waiting += [item for item in part if isinstance(item, ast.AST)]
            elif isinstance(part, ast.AST):
                waiting.append(part)
    return found


def followed(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id not in _DOUBTFUL
    if isinstance(node, ast.Attribute):
        return node.attr not in _DOUBTFUL and not node.attr.startswith("__")
    return True


def bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, _NAMING) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def imported_by(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Name → full name of what is imported."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            module = "." if node.level else node.module
            yield alias.asname or alias.name, f"{module}.{alias.name}"


def changed_by(node: ast.AST) -> set[str]:
    """The name at the root of an attribute or item that is set or deleted."""
    if not isinstance(node, ast.Attribute | ast.Subscript) or isinstance(node.ctx, ast.Load):
        return set()
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute | ast.Subscript | ast.Call):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return {inner.id} if isinstance(inner, ast.Name) else set()
