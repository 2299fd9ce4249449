"""Frames on a socket: four bytes of length, then JSON. The reader trusts neither length nor content nor pace."""

from __future__ import annotations

import json
import math
import socket
import struct
import time
from typing import Any

HEADER = struct.Struct(">I")
MOST_NODES = (
    400_000  # asumsi: a register of 20,000 rows by 20 columns; bounds the memory that parsing can take
)
_CHUNK = 1 << 16
_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


class BrokenWire(Exception):
    """The other side sent what is not a message of ours, or closed."""


class SilentWire(Exception):
    """The other side did not answer in time."""


def send(sock: socket.socket, message: Any, *, seconds: float | None = None) -> None:
    """Write one message; ``seconds`` bounds the wait for a reader that does not read."""
    sock.settimeout(seconds)
    try:
        body = _ENCODER.encode(message).encode("ascii")
        sock.sendall(HEADER.pack(len(body)) + body)
    except TimeoutError:
        raise SilentWire from None
    except OSError as fault:
        raise BrokenWire(str(fault)) from None
    except RecursionError:  # handed on from a room, and just not too deep to be read
        raise BrokenWire("too deep") from None


def receive(sock: socket.socket, *, seconds: float | None, most_bytes: int) -> Any:
    """Read one message within ``seconds`` in all, however slowly its bytes drip in."""
    deadline = None if seconds is None else time.monotonic() + seconds
    (length,) = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    if length > most_bytes:
        raise BrokenWire(f"{length} bytes announced")
    return parse(_exactly(sock, length, deadline))


def _exactly(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise SilentWire
        sock.settimeout(left)
        try:
            chunk = sock.recv(min(count - len(parts), _CHUNK))
        except TimeoutError:
            raise SilentWire from None
        except OSError as fault:
            raise BrokenWire(str(fault)) from None
        if not chunk:
            raise BrokenWire("closed")
        parts += chunk
    return bytes(parts)


def parse(body: bytes) -> Any:
    """JSON to plain values; refuses what would cost more memory, depth or meaning than a message of ours has."""
    if sum(body.count(sign) for sign in (b"[", b"{", b",")) > MOST_NODES:
        raise BrokenWire("too many values")
    try:
        return _DECODER.decode(body.decode("ascii"))
    except (ValueError, RecursionError, MemoryError) as fault:
        raise BrokenWire(type(fault).__name__) from None


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    """A literal such as 1e999 would read as infinity, which has its own spelling (see ``plain``)."""
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)
