"""``periksa("bagian")`` in an exercise notebook: asks the running class for the verdict on one part.

Nothing is judged here and no key is here: the answer goes to the class service, a sentence comes back. Of a
function the class asks what it gives for the visible checks; the hidden ones are run when the notebook is graded.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

WORDS = {
    "correct": "Benar.",
    "close": "Hampir.",
    "partial": "Sebagian benar.",
    "wrong": "Belum tepat.",
    "invalid": "Belum terbaca.",
    "empty": "",
    "manual": "",
}
NO_CLASS = (
    "Periksa memerlukan kelas yang sedang berjalan. Tulis sekali dengan alamat kelas dan kode pribadi Anda: "
    'periksa("{part}", kelas="http://alamat-kelas", kode="kode pribadi").'
)
NOT_REACHED = (
    "Kelas di {address} tidak terhubung. Periksa Wi-Fi, lalu coba lagi. Jawaban di notebook ini aman."
)
NOT_RUN = "Jawaban bagian {part} belum ada. Jalankan dahulu sel jawabannya, lalu coba lagi."
PATIENCE = 20.0  # seconds


class Practice:
    """The practice check of one exercise; remembers address and personal code once they were given."""

    def __init__(self, exercise: str) -> None:
        self.exercise = exercise
        self._address = os.environ.get("IKU_KELAS", "")
        self._code = os.environ.get("IKU_KODE", "")

    def __call__(self, bagian: str, kelas: str = "", kode: str = "") -> None:
        """Print what the class says about one part."""
        self._address, self._code = kelas or self._address, kode or self._code
        if not self._address or not self._code:
            print(NO_CLASS.format(part=bagian))
            return
        print(self._asked(bagian, vars(sys.modules["__main__"])))

    def _asked(self, part: str, names: Mapping[str, Any]) -> str:
        """The class's sentence about one part; ``names`` are those of the notebook."""
        reply = self._send({"bagian": part})
        if "nama" not in reply:
            return str(reply["kalimat"])
        if reply["nama"] not in names:
            return NOT_RUN.format(part=part)
        value = names[reply["nama"]]
        if "panggilan" in reply:
            answer: Any = {call["periksa"]: _called(value, call["argumen"]) for call in reply["panggilan"]}
        else:
            answer = plain(value)
        return _sentence(self._send({"bagian": part, "jawaban": answer}))

    def _send(self, question: dict[str, Any]) -> dict[str, Any]:
        """One question to the class; trouble on the way comes back as a sentence."""
        request = urllib.request.Request(
            f"{self._address.rstrip('/')}/periksa/{self.exercise}",
            data=json.dumps({"kode": self._code, **question}, default=_refused).encode(),
            headers={"Content-Type": "application/json", "X-Requested-With": "iku"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return dict(json.loads(response.read()))
        except urllib.error.HTTPError as error:
            return {"kalimat": _fault(error.read())}
        except (OSError, ValueError):
            return {"kalimat": NOT_REACHED.format(address=self._address)}


def plain(value: Any) -> Any:
    """A value as it travels: plain numbers, lists, and tables as ``{"tabel": …}``."""
    if hasattr(value, "columns") and hasattr(value, "to_dict"):
        split = value.astype(object).where(value.notna(), None).to_dict("split")
        return {"tabel": {"kolom": split["columns"], "isi": plain(split["data"])}}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _called(function: Any, arguments: list[Any]) -> dict[str, Any]:
    """What a function gives for these arguments, and what it left of them."""
    given = [_frame(argument) for argument in arguments]
    try:
        value = function(*given)
    except Exception as error:  # the trainee's own code; whatever it raises is told to them
        return {"galat": f"{type(error).__name__}: {error}"[:300]}
    return {"nilai": plain(value), "argumen": plain(given)}


def _frame(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"tabel"}:
        import pandas as pd

        return pd.DataFrame(value["tabel"]["isi"], columns=value["tabel"]["kolom"])
    return value


def _refused(value: Any) -> str:
    """What cannot travel goes as its type's name: the judge says that it is of another kind."""
    return f"<{type(value).__name__}>"


def _sentence(reply: Mapping[str, Any]) -> str:
    if "status" not in reply:
        return str(reply["kalimat"])
    return " ".join(filter(None, [WORDS.get(reply["status"], ""), str(reply["kalimat"])]))


def _fault(content: bytes) -> str:
    try:
        return str(json.loads(content)["fault"])
    except (ValueError, KeyError, TypeError):
        return "Kelas tidak dapat memeriksa bagian ini sekarang. Coba lagi sebentar lagi."
