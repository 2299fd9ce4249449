"""Certificates: numbers, verification codes and the printed page. What is printed is data (``Facts``)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import asdict, dataclass, field, fields
from typing import Any

JP_MINUTES = 45  # one JP (jam pelajaran) of a training, pedagogy of LAN; see docs/reference


@dataclass(frozen=True)
class Signer:
    """Who signs: office, name, NIP (may be empty)."""

    office: str = ""
    name: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Facts:
    """What is the same on every certificate of a class."""

    title: str = "Mengelola kinerja dengan Indikator Kinerja Utama"
    organiser: str = ""
    place: str = "Jambi"
    date: str = ""
    jp: int = 0
    objectives: str = ""
    numbering: str = "{number:03}/LABIKU/{year}"
    signers: list[Signer] = field(default_factory=lambda: [Signer(), Signer()])

    @classmethod
    def read(cls, values: dict[str, Any]) -> Facts:
        """From stored values; unknown ones are left out."""
        known = {item.name for item in fields(cls)} & set(values)
        kept = {name: values[name] for name in known}
        kept["signers"] = [Signer(**signer) for signer in kept.get("signers", [{}, {}])]
        return cls(**kept)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def number_text(self, number: int, year: int) -> str:
        """The number as printed."""
        return self.numbering.replace("{number:03}", f"{number:03}").replace("{year}", str(year))


@dataclass(frozen=True)
class Certificate:
    """One issued certificate."""

    participant: str
    number: int
    code: str
    name: str
    issued_at: str
    facts: Facts

    @property
    def number_text(self) -> str:
        return self.facts.number_text(self.number, int(self.issued_at[:4]))


def verification_code(secret: bytes, number: int, name: str) -> str:
    """Ten characters that only this class could have given to this number and name."""
    digest = hmac.new(secret, f"sertifikat\0{number}\0{name}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:10].decode()


def jp(minutes: int) -> int:
    """Whole JP in so many minutes of learning; breaks do not count."""
    return minutes // JP_MINUTES
