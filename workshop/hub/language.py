"""JupyterLab in Indonesian: the language pack from PyPI, mended and completed by our own words (``bahasa.json``).

The pack covers part of JupyterLab and is uneven; what a trainee sees first is ours. In a cage the mended file lies over
the pack's own, so nothing installed is changed. ``\\x04`` in a key parts gettext's context from the text; a list holds singular and plural.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

OURS = Path(__file__).with_name("bahasa.json")
PACK, FILE = "jupyterlab_language_pack_id_ID", Path("locale/id_ID/LC_MESSAGES/jupyterlab.json")


def pack_file() -> Path | None:
    """The file of the installed pack; ``None`` where it is not installed."""
    found = importlib.util.find_spec(PACK)
    place = Path(found.origin).parent / FILE if found and found.origin else None
    return place if place and place.is_file() else None


def write_words(folder: Path) -> Path | None:
    """Write the mended words into ``folder``; gives the file, ``None`` where there is no pack to mend."""
    pack = pack_file()
    if pack is None:
        return None
    words = json.loads(pack.read_text(encoding="utf-8"))
    ours = json.loads(OURS.read_text(encoding="utf-8"))
    words |= {text: said if isinstance(said, list) else [said] for text, said in ours.items()}
    place = folder / FILE.name
    place.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    place.chmod(0o644)
    return place
