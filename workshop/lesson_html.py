"""An executed lesson notebook as an HTML fragment for phones: text first, code folded, pictures inside.

Markdown is rendered without raw HTML, and the whole fragment passes a sanitiser at the end: what reaches the page
has no script, no style, no form, and no address outside this machine.
"""

from __future__ import annotations

import html
import re
import struct
import unicodedata
from base64 import b64decode
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from nbformat import NotebookNode

from workshop.glossary_links import link_terms
from workshop.notebooks import HIDDEN_OUTPUT, NOTEBOOK_ONLY

_TAGS = {
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "hr",
        "br",
        "div",
        "section",
    ),
    *("strong", "em", "code", "pre", "del", "sup", "sub", "a", "abbr", "span", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption", "img"),
}
_ATTRIBUTES = {
    "*": {"id", "class", "lang"},
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "div": {"role", "tabindex", "aria-label"},
    "pre": {"tabindex"},
}
_OWN_IMAGE = re.compile(r"data:image/(?:png|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_LESSON_LINK = re.compile(r"(?:\./)?\d\d-([a-z0-9-]+)\.ipynb(#[a-z0-9-]*)?")
_TERMINAL_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_PICTURE_WIDTH = 576  # CSS pixels of a picture that is drawn at twice that many


def to_html(notebook: NotebookNode) -> str:
    """The fragment of an executed notebook, sanitised."""
    parts: list[str] = []
    used: dict[str, int] = {}
    explained: set[str] = set()
    for cell in notebook.cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
            continue
        parts += _text(cell, used, explained) if cell.cell_type == "markdown" else _code(cell)
    return nh3.clean(
        "\n".join(parts),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_inside_only,
        url_schemes={"data"},
        link_rel=None,
    )


def _text(cell: NotebookNode, used: dict[str, int], explained: set[str]) -> Iterator[str]:
    tokens = _MARKDOWN.parse(cell.source)
    link_terms(tokens, explained)
    for nth, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _unique(_slug(tokens[nth + 1].content), used))
    rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    rendered = re.sub(r"<table>.*?</table>", lambda table: _scrolling(table[0]), rendered, flags=re.S)
    yield _lesson_links(rendered)


def _code(cell: NotebookNode) -> Iterator[str]:
    """The code, folded, then what it gave; folded too where a prediction comes first."""
    source = html.escape(cell.source)
    yield (
        f'<details class="kode"><summary>Lihat kode</summary>'
        f'<pre tabindex="0"><code>{source}</code></pre></details>'
    )
    shown = "\n".join(_output(output) for output in cell.outputs)
    if not shown.strip():
        return
    if HIDDEN_OUTPUT in cell.metadata.get("tags", []):
        shown = f'<details class="hasil"><summary>Tampilkan hasil</summary>{shown}</details>'
    yield shown


def _output(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return _plain(output.text) if output.name == "stdout" else ""
    if output.output_type == "error":
        return _plain(output.evalue)
    data, meta = output.data, output.get("metadata", {})
    if "image/png" in data:
        return _picture(data["image/png"], meta.get("image/png", {}).get("alt") or data.get("text/plain", ""))
    if "text/html" in data:
        return re.sub(r"<table.*?</table>", lambda table: _scrolling(table[0]), data["text/html"], flags=re.S)
    return _plain(data.get("text/plain", ""))


def _plain(text: str) -> str:
    clean = html.escape(_TERMINAL_COLOUR.sub("", text).rstrip("\n"))
    return f'<pre class="keluaran" tabindex="0">{clean}</pre>' if clean else ""


def _picture(data: str, alt: str) -> str:
    packed = re.sub(r"\s", "", data)
    width, height = _png_size(packed)
    shown = min(width, _PICTURE_WIDTH)
    size = f'width="{shown}" height="{round(height * shown / max(width, 1))}"'
    said = html.escape(alt, quote=True)
    return (
        f'<figure><img src="data:image/png;base64,{packed}" alt="{said}" {size} loading="lazy" decoding="async">'
        f"</figure>"
    )


def _png_size(packed: str) -> tuple[int, int]:
    """Width and height in the header of a PNG file (bytes 16 to 24)."""
    width, height = struct.unpack(">II", b64decode(packed[:48])[16:24])
    return width, height


def _scrolling(table: str) -> str:
    return f'<div class="gulir" role="region" tabindex="0" aria-label="Tabel">{table}</div>'


def _lesson_links(text: str) -> str:
    """Links between notebooks become links between pages."""

    def page(link: re.Match[str]) -> str:
        target = _LESSON_LINK.fullmatch(link[1])
        return f'href="/pelajaran/{target[1]}{target[2] or ""}"' if target else link[0]

    return re.sub(r'href="([^"]*)"', page, text)


def _inside_only(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return (
            value if value.startswith("#") or (value.startswith("/") and not value.startswith("//")) else None
        )
    if attribute == "src":
        return value if tag == "img" and _OWN_IMAGE.fullmatch(value) else None
    return value


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "bagian"


def _unique(slug: str, used: dict[str, int]) -> str:
    used[slug] = used.get(slug, 0) + 1
    return slug if used[slug] == 1 else f"{slug}-{used[slug]}"
