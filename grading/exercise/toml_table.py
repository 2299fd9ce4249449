"""Reads one TOML table key by key and remembers every fault, so that an author hears of all of them at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from grading.errors import ExerciseFault, nearest
from kpi_sim.errors import LabIkuError

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAME = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")  # inside a part: options, rows, checks
_MISSING = object()


def shown(value: object) -> str:
    """A value as it is quoted in a message."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


class TomlTable:
    """One table of ``exercise.toml``; ``place`` says where it stands. Unknown keys are told by :meth:`finish`."""

    def __init__(self, values: Any, place: str, faults: list[LabIkuError]) -> None:
        self.place = place
        self.faults = faults
        self._known: list[str] = []
        self._values: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            self.fault(f'"{shown(values)}" bukan tabel.', 'Tulis sebagai { id = "…", label = "…" }.')

    def fault(self, problem: str, advice: str) -> None:
        """Remember one fault of this table."""
        self.faults.append(ExerciseFault(problem, place=self.place, advice=advice))

    def text(self, key: str, default: str | None = None, *, one_of: Sequence[str] = ()) -> str:
        """A text; must be there unless a default is given."""
        value = self._take(key, default, f'Tulis {key} = "…" di sana.')
        if isinstance(value, str) and one_of and value not in one_of:
            self.fault(
                f'{key} berisi "{shown(value)}", yang tidak dikenal.{nearest(value, one_of)}',
                f"Pilih salah satu: {', '.join(one_of)}.",
            )
            return one_of[0]
        return str(self._typed(key, value, str, "teks di dalam tanda kutip", ""))

    def identifier(self, pattern: re.Pattern[str] = NAME) -> str:
        """The ``id`` of this table."""
        value = self.text("id")
        if value and not pattern.fullmatch(value):
            letters = "huruf kecil" if pattern is ID else "huruf"
            self.fault(
                f'id "{shown(value)}" memakai tanda yang tidak boleh.',
                f"Pakai {letters}, angka, dan tanda hubung, misalnya tepat-waktu.",
            )
        return value

    def number(self, key: str, default: float | None = None, *, least: float = 0.0) -> float:
        """A number not below ``least``."""
        value = self._take(key, default, f"Tulis {key} = 1 di sana.")
        number = float(self._typed(key, value, (int, float), "bilangan", least))
        if number < least:
            self.fault(f"{key} bernilai {shown(value)}.", f"Isi bilangan {least:g} atau lebih.")
        return number

    def optional_number(self, key: str) -> float | None:
        """A number, or ``None`` when the key is not there."""
        return self.number(key) if key in self._values or self._know(key) else None

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number, 0 or more."""
        value = self._take(key, default, f"Tulis {key} = 1 di sana.")
        number = int(self._typed(key, value, int, "bilangan bulat", 0))
        if number < 0:
            self.fault(f"{key} bernilai {number}.", "Isi bilangan bulat 0 atau lebih.")
        return number

    def optional_whole(self, key: str) -> int | None:
        """A whole number, or ``None`` when the key is not there."""
        return self.whole(key) if key in self._values or self._know(key) else None

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self._typed(key, self._take(key, default, ""), bool, "true atau false", default))

    def texts(self, key: str, *, one_of: Sequence[str] = (), default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._typed(key, self._take(key, list(default), ""), list, "daftar teks", [])
        for item in value:
            if not isinstance(item, str) or (one_of and item not in one_of):
                self.fault(
                    f'{key} memuat "{shown(item)}", yang tidak dikenal.{nearest(str(item), one_of)}',
                    f"Yang dikenal: {', '.join(one_of)}." if one_of else "Tulis teks di dalam tanda kutip.",
                )
        return tuple(item for item in value if isinstance(item, str))

    def anything(self, key: str, kind: type, default: Any) -> Any:
        """A list or table whose content is the author's."""
        return self._typed(
            key, self._take(key, default, ""), kind, "daftar" if kind is list else "tabel", default
        )

    def tables(self, key: str, *, needed: bool = False) -> list[TomlTable]:
        """The tables in a list; ``needed`` asks for at least one."""
        value = self._typed(key, self._take(key, [], ""), list, "daftar tabel", [])
        if needed and not value:
            self.fault(f"{key} belum diisi.", f"Tulis sedikitnya satu baris di {key}.")
        return [
            TomlTable(item, f"{self.place.removesuffix('.')}, {key} ke-{place}.", self.faults)
            for place, item in enumerate(value, 1)
        ]

    def finish(self) -> None:
        """Tell the keys that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                self.fault(
                    f'Kunci "{key}" tidak dikenal di sini.{nearest(key, self._known)}',
                    f"Yang dikenal: {', '.join(sorted(self._known))}.",
                )

    def _know(self, key: str) -> bool:
        self._known.append(key)
        return False

    def _take(self, key: str, default: Any, advice: str) -> Any:
        self._know(key)
        value = self._values.get(key, _MISSING)
        if value is not _MISSING:
            return value
        if default is None:
            self.fault(f'Kunci "{key}" belum ada.', advice)
            return _MISSING
        return default

    def _typed(self, key: str, value: Any, kind: type | tuple[type, ...], wanted: str, instead: Any) -> Any:
        if value is _MISSING:
            return instead
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(f'{key} berisi "{shown(value)}", seharusnya {wanted}.', f"Perbaiki nilai {key}.")
            return instead
        return value


def unique(tables: Sequence[tuple[str, TomlTable]]) -> None:
    """Tell ids that stand twice."""
    seen: set[str] = set()
    for name, table in tables:
        if name and name in seen:
            table.fault(f'id "{name}" dipakai dua kali.', "Beri id yang lain pada salah satunya.")
        seen.add(name)
