"""How much a submission may use: time, memory, files, output. Every figure is a choice of ours, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one candidate room.

    Asumsi: an answer that a trainee can wait for takes under a second, so ten seconds a cell is generous even on a
    busy laptop; a call gets less because there are many; the whole is what a class of thirty can afford.
    """

    cell_seconds: float = 10.0
    call_seconds: float = 3.0
    total_seconds: float = 45.0  # spent inside the room, all cells, calls and restarts together
    memory_bytes: int = 1024 * MIB  # above what the warm interpreter has mapped already
    scratch_bytes: int = 16 * MIB  # everything that answers write to disk
    file_bytes: int = 8 * MIB  # one file
    open_files: int = 64
    threads: int = 48
    output_chars: int = 20_000  # kept of the text that one cell prints
    picture_bytes: int = 2 * MIB  # kept of the pictures that one cell shows
    message_bytes: int = 8 * MIB  # one message from the room
    restarts: int = 4  # times that a dead or stuck room is opened again for one submission
