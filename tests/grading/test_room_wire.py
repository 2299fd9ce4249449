"""The reader of a room's messages against a writer that lies, dawdles, floods or stops."""

from __future__ import annotations

import socket
import struct
import threading

import pytest

from grading.room import wire


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_message_arrives_as_it_was_sent(ends):
    ours, theirs = ends
    wire.send(theirs, {"n": 1, "value": ["é", 2.5, None]}, seconds=1)
    assert wire.receive(ours, seconds=1, most_bytes=1000) == {"n": 1, "value": ["é", 2.5, None]}


def test_an_announced_flood_is_refused_before_it_comes(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack(">I", 2**31))
    with pytest.raises(wire.BrokenWire):
        wire.receive(ours, seconds=5, most_bytes=1000)


def test_a_message_that_drips_does_not_hold_the_reader(ends):
    ours, theirs = ends
    stop = threading.Event()

    def drip():
        theirs.sendall(struct.pack(">I", 10_000))
        while not stop.wait(0.01):
            theirs.send(b" ")

    dripping = threading.Thread(target=drip)
    dripping.start()
    with pytest.raises(wire.SilentWire):
        wire.receive(ours, seconds=0.2, most_bytes=100_000)
    stop.set()
    dripping.join()


def test_a_writer_is_not_held_by_a_reader_that_does_not_read(ends):
    ours, _ = ends
    with pytest.raises(wire.SilentWire):
        wire.send(ours, "x" * 10_000_000, seconds=0.1)


def test_a_line_that_closes_in_mid_message_is_broken(ends):
    ours, theirs = ends
    theirs.sendall(struct.pack(">I", 100) + b'{"n":')
    theirs.close()
    with pytest.raises(wire.BrokenWire):
        wire.receive(ours, seconds=1, most_bytes=1000)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"NaN",
        b"[Infinity]",
        b"1e999",
        b"\xff\xfe",
        b'"\xc3\xa9"',
        b"[" * 100_000 + b"]" * 100_000,
        b"[" + b"[]," * 500_000 + b"1]",
        b"9" * 10_000,
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
def test_what_is_no_message_of_ours_is_refused(body):
    with pytest.raises(wire.BrokenWire):
        wire.parse(body)
