"""The chart of a page as a picture to keep: the page asks, the kernel draws, the picture goes back on the same socket.

No address is needed and nothing is written to disk, so it works on our pages, in JupyterLab and under a strict policy.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import DOMWidget

    from labui.figures import Chart

log = logging.getLogger("labui")


def offer_picture(widget: DOMWidget, name: str, make: Callable[[], Chart]) -> None:
    """Answer ``{"ask": "picture"}`` of the page with ``{"picture": <file name>}`` and the PNG; without one if it failed."""

    def asked(_widget: object, content: Any, _buffers: object) -> None:
        if not isinstance(content, dict) or content.get("ask") != "picture":
            return
        try:
            widget.send({"picture": f"lab-iku-{name}.png"}, [make().png])
        except Exception:  # whatever it is: the page waits for a word, the reason is for the log
            log.exception("no picture of %s", name)
            widget.send({"picture": ""})

    widget.on_msg(asked)


def simulator_picture(spec: dict[str, Any], answer: dict[str, Any]) -> Chart:
    """What a simulator shows now: its finding as title, where the numbers come from below."""
    from labui.figures import picture  # matplotlib: only for those who ask

    runs = answer["total"]
    origin = f"Hasil simulasi, rata-rata {answer['replications']} ulangan" if runs > 1 else "Contoh hitungan"
    return picture(
        spec["chart"],
        answer["chart"],
        title=f"{spec['title']}: {answer['big']} {answer['headline']}",
        source=f"Sumber: {spec['title']}, Lab IKU. {origin}, bukan data resmi suatu instansi. "
        "Asumsinya ada di halaman simulator.",
        alt=answer["summary"],
    )
