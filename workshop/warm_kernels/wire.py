"""Messages between owner and zygote: length, JSON, and file descriptors beside it."""

from __future__ import annotations

import array
import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
_PEER = struct.Struct("3i")  # process, user, group
LARGEST = 4 * 2**20


def send(connection: socket.socket, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
    """Send one message; descriptors travel with its first byte."""
    data = json.dumps(message).encode()
    packet = _LENGTH.pack(len(data)) + data
    sent = 0
    if fds:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))]
        sent = connection.sendmsg([packet], rights)
    connection.sendall(packet[sent:])


def receive(connection: socket.socket, most_fds: int = 0) -> tuple[dict[str, Any], list[int]] | None:
    """One message and its descriptors; None when the other side is gone.

    Raises:
        ValueError: what came is not a message of ours.
    """
    fds: list[int] = []
    head = b""
    while len(head) < _LENGTH.size:
        room = socket.CMSG_SPACE(most_fds * array.array("i").itemsize) if most_fds else 0
        part, ancillary, _flags, _address = connection.recvmsg(_LENGTH.size - len(head), room)
        fds += _descriptors(ancillary)
        if not part:
            return None
        head += part
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST:
        raise ValueError("message too large")
    body = bytearray()
    while len(body) < length:
        part = connection.recv(min(65536, length - len(body)))
        if not part:
            return None
        body += part
    message = json.loads(body)
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message, fds


def user_of(connection: socket.socket) -> int:
    """User of the process at the other end of a unix socket."""
    facts = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    _, user, _ = _PEER.unpack(facts)
    return int(user)


def _descriptors(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    found = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return list(found)
