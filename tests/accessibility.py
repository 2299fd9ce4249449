"""axe-core on a page in Chromium: violations of WCAG 2.2 A and AA as short lines."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden, .skip, [aria-hidden="true"], p, .prose, .istilah') && e.type !== 'hidden')
  .map((e) => e.closest('label') || e)
  .filter((e) => { const r = e.getBoundingClientRect(); return r.width > 1 && Math.min(r.width, r.height) < 44; })
  .map((e) => `${e.tagName} ${e.className} "${e.textContent.trim().slice(0, 30)}"`)"""


def violations(page: Page) -> list[str]:
    """What axe-core finds; empty for a page that passes. The page's own policy is not in the way of the script."""
    found = page.evaluate(
        f"async (rules) => {{ {AXE}; return await axe.run(document, {{ runOnly: rules }}); }}", RULES
    )
    return [
        f"{item['id']}: {node['target']} {node['failureSummary'][:200]}"
        for item in found["violations"]
        for node in item["nodes"][:3]
    ]


def small_targets(page: Page) -> list[str]:
    """Things to tap under 44 px (links in running text excepted)."""
    found: list[str] = page.evaluate(TARGETS)
    return found


def sideways(page: Page) -> int:
    """Pixels by which a page is wider than its window (``innerWidth`` grows with the page on a phone)."""
    page.evaluate("() => document.fonts.ready.then(() => 1)")  # words in another letter have another width
    return int(
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
