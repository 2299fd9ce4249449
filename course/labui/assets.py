"""What a browser needs, from files of this package: by address on our own pages, as one text elsewhere.

On pages that the simulators' server makes, a browser loads ``static/js/*.js`` as ES modules by their address
(cached, no ``eval``, no ``blob:``). In plain JupyterLab there is no such address: there the same files are joined
to one module, and the style sheet carries its own font. The files are the only source in both cases.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import re
from pathlib import Path

STATIC_DIR = Path(__file__).resolve().parent / "static"
SCRIPTS = STATIC_DIR / "js"
ON_OUR_PAGE = "LAB_IKU_PAGE"  # set by the simulators' server for its kernels

_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"\./([a-z-]+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.M)
_SCOPES = ((r"^:root\b", ".iku"), (r'^\[data-theme="dark"\]', '.iku[data-theme="dark"]'))


def on_our_page() -> bool:
    """Whether this kernel works for a page of the simulators' server."""
    return bool(os.environ.get(ON_OUR_PAGE))


@functools.cache
def module_text(name: str) -> str:
    """The ES module ``static/js/<name>.js`` and all that it imports, as one text for hosts without addresses."""
    sprite = (STATIC_DIR / "icons.svg").read_text(encoding="utf-8")
    parts = [f"globalThis.__labIkuSprite = {json.dumps(sprite)};"]
    parts += [
        _EXPORT.sub("", _IMPORT.sub("", (SCRIPTS / f"{part}.js").read_text(encoding="utf-8")))
        for part in _in_order(name)
    ]
    return "\n".join(parts)


def _in_order(name: str, seen: dict[str, None] | None = None) -> dict[str, None]:
    """Module names, each after those it imports."""
    seen = {} if seen is None else seen
    source = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
    for other in _IMPORT.findall(source):
        if other not in seen:
            _in_order(other, seen)
    seen[name] = None
    return seen


@functools.cache
def style_text() -> str:
    """Tokens and simulator style for hosts that are not ours: scoped to ``.iku``, the font inside."""
    tokens = (STATIC_DIR / "tokens.css").read_text(encoding="utf-8")
    blocks = [_font_face(tokens)]
    for pattern, scope in _SCOPES:
        match = re.search(pattern + r"\s*\{.*?\n\}", tokens, re.S | re.M)
        assert match, pattern
        blocks.append(re.sub(pattern, scope, match[0], flags=re.M))
    focus = re.search(r"^:focus-visible \{[^}]*\}", tokens, re.M)
    assert focus
    blocks += [f".iku {focus[0]}", (STATIC_DIR / "css" / "simulator.css").read_text(encoding="utf-8")]
    return "\n".join(blocks)


def _font_face(tokens: str) -> str:
    match = re.search(r"@font-face \{.*?\n\}", tokens, re.S)
    assert match
    font = re.search(r'url\("([^"]+)"\)', match[0])
    assert font
    data = base64.b64encode((STATIC_DIR / font[1]).read_bytes()).decode("ascii")
    return match[0].replace(font[1], f"data:font/woff2;base64,{data}")


@functools.cache
def tokens(theme: str = "light") -> dict[str, str]:
    """Colours and sizes of ``tokens.css`` by name, references followed, for ``"light"`` or ``"dark"``."""
    css = (STATIC_DIR / "tokens.css").read_text(encoding="utf-8")
    table = _block(css, ":root")
    if theme == "dark":
        table |= _block(css, '[data-theme="dark"]')
    return {name: _follow(value, table) for name, value in table.items()}


def _block(css: str, selector: str) -> dict[str, str]:
    match = re.search(r"^" + re.escape(selector) + r"\s*\{(.*?)\n\}", css, re.S | re.M)
    assert match, selector
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", match[1]))


def _follow(value: str, table: dict[str, str]) -> str:
    inner = re.fullmatch(r"var\(--([\w-]+)\)", value)
    return _follow(table[inner[1]], table) if inner else value
