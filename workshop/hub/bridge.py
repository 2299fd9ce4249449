"""Relays between a TCP port on loopback and a unix socket: the only two ways in and out of a cage."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
CHUNK = 64 * 1024
_running: set[asyncio.Task[None]] = (
    set()
)  # the loop itself holds its tasks only weakly: an idle relay would vanish


async def relay(connect: Callable[[], Awaitable[Streams]], client: Streams) -> None:
    """Carry bytes both ways until both sides have said all; a side that cannot be reached is a closed connection."""
    reader, writer = client
    try:
        other_reader, other_writer = await connect()
    except OSError:
        writer.close()
        return
    await asyncio.gather(_pour(reader, other_writer), _pour(other_reader, writer))
    for end in (writer, other_writer):
        end.close()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while piece := await source.read(CHUNK):
            target.write(piece)
            await target.drain()
    with contextlib.suppress(OSError, RuntimeError):
        if target.can_write_eof():
            target.write_eof()


def _relay_to(connect: Callable[[], Awaitable[Streams]]) -> Callable[..., None]:
    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(relay(connect, (reader, writer)))
        _running.add(task)
        task.add_done_callback(_running.discard)

    return serve


async def port_to_socket(port: int, socket: Path) -> asyncio.Server:
    """Listen on a loopback port and carry every connection to a unix socket."""

    serve = _relay_to(lambda: asyncio.open_unix_connection(str(socket)))
    return await asyncio.start_server(serve, "127.0.0.1", port)


async def socket_to_port(
    socket: Path, port: int, host: str = "127.0.0.1", source: str | None = None
) -> asyncio.Server:
    """Listen on a unix socket and carry every connection to a port of this machine, as coming from ``source``."""

    own = (source, 0) if source else None
    serve = _relay_to(lambda: asyncio.open_connection(host, port, local_addr=own))
    socket.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(serve, str(socket))
    socket.chmod(0o666)  # its folder is closed to all but the owner of the cage
    return server
