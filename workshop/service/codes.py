"""Codes that people read aloud and type: class, personal and desk code; and how secrets are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

CONSONANTS = "BCDFGHJKLMNPRST"  # no vowels: a code never spells a word
DIGITS = "23456789"  # no 0 and 1: they read as O and I
PERSONAL = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U


def _draw(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def new_class_code() -> str:
    """Three consonants and three digits, ``KTR472``."""
    return _draw(CONSONANTS, 3) + _draw(DIGITS, 3)


def new_personal_code() -> str:
    """Six unambiguous characters, with which a trainee returns from another device."""
    return _draw(PERSONAL, 6)


def new_desk_code() -> str:
    """Ten characters for the facilitator's desk (about 49 bits)."""
    return _draw(PERSONAL, 10)


def new_participant_id() -> str:
    """``p-`` and six characters; says nothing about the person."""
    return "p-" + _draw("abcdefghjkmnpqrstvwxyz23456789", 6)


def normalise(text: str) -> str:
    """A typed code without spaces and hyphens, in capitals."""
    return "".join(ch for ch in text.upper() if ch.isalnum())[:32]


def grouped(code: str) -> str:
    """A code as shown: ``KTR 472``, ``4K7 QM2``, ``ABCDE FGHJK``."""
    size = 5 if len(code) == 10 else 3
    return " ".join(code[i : i + size] for i in range(0, len(code), size))


def same(left: str, right: str) -> bool:
    """Equality that takes the same time whether it holds or not."""
    return hmac.compare_digest(left.encode(), right.encode())


def hash_secret(code: str, *, salt: bytes | None = None) -> str:
    """scrypt hash of a code, with its salt, as text."""
    salt = salt or secrets.token_bytes(16)
    digest = hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1)
    return f"{salt.hex()}${digest.hex()}"


def matches(code: str, stored: str) -> bool:
    """Whether ``code`` is the one that was hashed."""
    salt, _, _ = stored.partition("$")
    return same(hash_secret(code, salt=bytes.fromhex(salt)), stored)


def hash_token(token: str) -> str:
    """What is stored of a session token (the token itself has full entropy: no salt needed)."""
    return hashlib.sha256(token.encode()).hexdigest()


def receipt(*parts: str) -> str:
    """Eight characters that prove what was handed in, ``A1B2-C3D4``."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8].upper()
    return f"{digest[:4]}-{digest[4:]}"
