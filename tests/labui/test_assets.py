"""One source for both hosts: modules by address on our pages, the same files joined elsewhere."""

from __future__ import annotations

import re

import pytest
from labui import STATIC_DIR
from labui.assets import SCRIPTS, module_text, style_text

MODULES = sorted(path.stem for path in SCRIPTS.glob("*.js"))
ENTRIES = ["simulator", "chart"]
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.M)


@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_module_has_one_export_and_no_import_left(entry: str):
    text = module_text(entry)
    assert re.findall(r"^import ", text, re.M) == []
    exports = re.findall(r"^export .*", text, re.M)
    assert len(exports) == 1
    assert exports[0].startswith("export default {")


@pytest.mark.parametrize("entry", ENTRIES)
def test_names_of_joined_modules_do_not_collide(entry: str):
    names = TOP_LEVEL.findall(module_text(entry))
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_only_its_neighbours(name: str):
    text = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
    for address in re.findall(r'^import .*from "([^"]+)";', text, re.M):
        assert address.startswith("./")
        assert (SCRIPTS / address).is_file(), address


def test_every_icon_that_is_named_exists():
    sprite = (STATIC_DIR / "icons.svg").read_text(encoding="utf-8")
    have = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {
        icon
        for name in MODULES
        for icon in re.findall(r'\bicon(?:\(|: )"([a-z0-9-]+)"', (SCRIPTS / f"{name}.js").read_text("utf-8"))
    }
    assert used
    assert used <= have


def test_embedded_style_keeps_to_our_own_elements():
    """In JupyterLab our style sheet must not repaint the notebook around it."""
    css = re.sub(r"/\*.*?\*/", "", style_text(), flags=re.S)
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r"@media[^{]*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", r"\1", css)
    selectors = [part.strip() for block in re.findall(r"([^{}]+)\{", css) for part in block.split(",")]
    flat = [s for s in re.sub(r":is\([^)]*\)", "", " , ".join(selectors)).split(" , ") if s]
    assert flat
    assert [
        s for s in flat if not s.startswith(".iku") and ".iku" not in s and "(" not in s and ")" not in s
    ] == []


def test_embedded_style_brings_its_font_along():
    assert 'url("data:font/woff2;base64,' in style_text() or "url('data:font" in style_text()
    assert "fonts/" not in style_text()


def test_colours_are_written_in_tokens_only():
    """visual.md: tokens.css is the only place where a colour is a number (the shade of a shadow aside)."""
    for file in [*(STATIC_DIR / "css").glob("*.css"), *SCRIPTS.glob("*.js")]:
        text = file.read_text(encoding="utf-8")
        lines = [
            line
            for line in text.splitlines()
            if re.search(r"#[0-9a-fA-F]{3,8}\b", line) and "shadow" not in line and "backdrop" not in line
        ]
        found = [line for line in lines if not re.search(r'[`"(]\S*#', line)]
        assert found == [], f"{file.name}: {found}"
