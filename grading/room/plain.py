"""Plain values to JSON and back: the only form in which anything crosses the wall of a room, either way.

``null``, true, false, texts, finite floats, integers below 2**53 and lists are themselves; all else is an object
``{"t": tag, "v": …}``. Exact types only: a subclass could bring its own ``__eq__`` along. ``encode`` runs in the room,
where a trainee may have patched anything; ``decode`` runs in the grader and believes nothing: what it returns is built
here, from checked JSON, of Python's, NumPy's and pandas' own types.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import itertools
import math
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from types import GeneratorType, MappingProxyType
from typing import Any

from grading.room.errors import CannotCrossError

DEEPEST = 40
MOST_VALUES = 200_000
MOST_CHARACTERS = 1_000_000
MOST_BITS = 4096
MOST_ITEMS = 10_000  # taken out of a generator
MOST_ZEROS = (
    1_000  # powers of ten of a decimal; int(Decimal("1e999999999")) would fill the memory of whoever judges
)
MOST_ALIKE = 100  # keys with one hash: more of them make a dict as slow as a list, on purpose
_EXACT = 2**53  # beyond it, other JSON readers round; ours does not, but the form stays common

Wire = Any
Encoder = Callable[[Any, "Encoding"], Wire]
Decoder = Callable[[Any, "Decoding"], Any]

_ONCE = (zip, map, filter, enumerate, reversed, GeneratorType, itertools.chain, itertools.islice)
_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))


class Encoding:
    """One value on its way out; counts what it holds."""

    def __init__(self) -> None:
        self.left = MOST_VALUES
        self.depth = 0
        self.encoders = encoders()

    def node(self, value: Any) -> Wire:
        """The JSON form of one value and all in it."""
        kind = type(value)
        self.left -= 1
        if self.left < 0:
            raise CannotCrossError("isinya terlalu banyak")
        if value is None or kind is bool:
            return value
        if kind is str:
            return checked_text(value)
        if kind is int and -_EXACT < value < _EXACT:
            return value
        if kind is float and math.isfinite(value):
            return value
        encoder = self.encoders.get(kind)
        if encoder is None:
            raise CannotCrossError(f"jenisnya {kind.__name__}")
        self.depth += 1
        if self.depth > DEEPEST:
            raise CannotCrossError("susunannya terlalu dalam")
        wire = encoder(value, self)
        self.depth -= 1
        return wire

    def nodes(self, values: Any) -> list[Wire]:
        """The JSON forms of several values; a generator is cut short rather than followed for ever."""
        return [self.node(value) for value in values]


class Decoding:
    """One value on its way in."""

    def __init__(self) -> None:
        self.left = MOST_VALUES
        self.depth = 0
        self.decoders = decoders()

    def node(self, wire: Any) -> Any:
        """The value that a JSON form stands for."""
        kind = type(wire)
        self.left -= 1
        if self.left < 0:
            raise CannotCrossError("isinya terlalu banyak")
        if kind is int and wire.bit_length() > MOST_BITS:
            raise CannotCrossError("bilangannya terlalu besar")
        if wire is None or kind in (bool, int, float):
            return wire
        if kind is str:
            return checked_text(wire)
        self.depth += 1
        if self.depth > DEEPEST:
            raise CannotCrossError("susunannya terlalu dalam")
        value = self.nodes(wire) if kind is list else self._tagged(wire)
        self.depth -= 1
        return value

    def _tagged(self, wire: Any) -> Any:
        tag = wire.get("t") if type(wire) is dict else None
        decoder = self.decoders.get(tag) if type(tag) is str else None
        if decoder is None:
            raise CannotCrossError("bentuknya tidak dikenal")
        return decoder(wire.get("v"), self)

    def nodes(self, wires: Any) -> list[Any]:
        """The values that a list of JSON forms stands for."""
        if type(wires) is not list:
            raise CannotCrossError("bentuknya tidak dikenal")
        return [self.node(wire) for wire in wires]


def encode(value: Any) -> Wire:
    """The JSON form of a plain value; ``CannotCrossError`` for any other."""
    try:
        return Encoding().node(value)
    except RecursionError:
        raise CannotCrossError("susunannya terlalu dalam") from None


def decode(wire: Wire) -> Any:
    """The value that ``wire`` stands for, whoever wrote it; ``CannotCrossError`` for whatever is not one."""
    try:
        return Decoding().node(wire)
    except CannotCrossError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError):
        raise CannotCrossError("bentuknya tidak dikenal") from None
    except (RecursionError, MemoryError, NotImplementedError):
        raise CannotCrossError("isinya terlalu banyak") from None


def encoders() -> dict[type, Encoder]:
    """Encoders by exact type: those of Python, and of the libraries that are imported already."""
    found = dict(_ENCODERS)
    if "numpy" in sys.modules:
        from grading.room import arrays

        found |= arrays.encoders()
    if "pandas" in sys.modules:
        from grading.room import frames

        found |= frames.encoders()
    if "matplotlib.axes" in sys.modules or "grading.room.figures" in sys.modules:
        from grading.room import figures

        found |= figures.encoders()
    return found


def decoders() -> dict[str, Decoder]:
    """Decoders by tag."""
    return {**_DECODERS, **{tag: _later(tag) for tag in _LATER}}


_LATER = {
    **dict.fromkeys(("array", "scalar"), "arrays"),
    **dict.fromkeys(("frame", "series", "index", "timestamp", "timedelta64", "missing"), "frames"),
    **dict.fromkeys(("axes", "figure"), "figures"),
}


def _later(tag: str) -> Decoder:
    """A decoder of a module that is imported when a value needs it (pandas takes half a second)."""

    def decoder(wire: Any, decoding: Decoding) -> Any:
        from importlib import import_module

        decoding.decoders |= import_module(f"grading.room.{_LATER[tag]}").decoders()
        return decoding.decoders[tag](wire, decoding)

    return decoder


def checked_text(text: str) -> str:
    """A text that can be written down anywhere."""
    if len(text) > MOST_CHARACTERS:
        raise CannotCrossError("teksnya terlalu panjang")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise CannotCrossError("teksnya memuat karakter yang rusak") from None
    return text


def text_of(wire: Any) -> str:
    """``wire`` where a text is due."""
    if type(wire) is not str:
        raise CannotCrossError("bentuknya tidak dikenal")
    return checked_text(wire)


def whole(wire: Any, least: int = 0, most: int = 10**7) -> int:
    """``wire`` where a whole number within bounds is due."""
    if type(wire) is not int or not least <= wire <= most:
        raise CannotCrossError("bentuknya tidak dikenal")
    return wire


def pack(raw: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(raw).decode("ascii")


def unpack(wire: Any) -> bytes:
    """Text of ``pack`` as bytes."""
    if type(wire) is not str:
        raise CannotCrossError("bentuknya tidak dikenal")
    try:
        return base64.b64decode(wire, validate=True)
    except (binascii.Error, ValueError):
        raise CannotCrossError("bentuknya tidak dikenal") from None


def tagged(tag: str, make: Callable[[Any, Encoding], Wire]) -> Encoder:
    """An encoder that puts ``tag`` on what ``make`` gives."""
    return lambda value, encoding: {"t": tag, "v": make(value, encoding)}


def spread(keys: list[Any]) -> list[Any]:
    """``keys`` of a set or dict, refused where their hashes are chosen to collide."""
    if len(keys) > MOST_ALIKE and max(Counter(map(hash, keys)).values()) > MOST_ALIKE:
        raise CannotCrossError("isinya dibuat untuk memperlambat pemeriksaan")
    return keys


def _integer(value: int, _: Encoding) -> str:
    if value.bit_length() > MOST_BITS:
        raise CannotCrossError("bilangannya terlalu besar")
    return hex(value)


def _sequence(value: Any, encoding: Encoding) -> list[Wire]:
    if len(value) > encoding.left:
        raise CannotCrossError("isinya terlalu banyak")
    return encoding.nodes(list(value))


def _mapping(value: Any, encoding: Encoding) -> list[Wire]:
    if len(value) > encoding.left:
        raise CannotCrossError("isinya terlalu banyak")
    return [[encoding.node(key), encoding.node(item)] for key, item in list(dict.items(value))]


def _iterator(value: Any, encoding: Encoding) -> list[Wire]:
    items = list(itertools.islice(iter(value), MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        raise CannotCrossError("isinya terlalu banyak")
    return encoding.nodes(items)


def _decimal(value: Decimal, _: Encoding) -> str:
    text = str(value)
    if len(text) > MOST_BITS:
        raise CannotCrossError("bilangannya terlalu besar")
    return text


_ENCODERS: dict[type, Encoder] = {
    int: tagged("int", _integer),
    float: tagged("float", lambda value, _: repr(value)),
    complex: tagged("complex", lambda value, encoding: encoding.nodes([value.real, value.imag])),
    bytes: tagged("bytes", lambda value, _: pack(value)),
    list: lambda value, encoding: _sequence(value, encoding),
    tuple: tagged("tuple", _sequence),
    set: tagged("set", _sequence),
    frozenset: tagged("frozenset", _sequence),
    deque: tagged("deque", _sequence),
    dict: tagged("dict", _mapping),
    defaultdict: tagged("dict", _mapping),
    OrderedDict: tagged("ordered", _mapping),
    Counter: tagged("counter", _mapping),
    range: tagged("range", lambda value, encoding: encoding.nodes([value.start, value.stop, value.step])),
    Decimal: tagged("decimal", _decimal),
    Fraction: tagged(
        "fraction", lambda value, encoding: encoding.nodes([value.numerator, value.denominator])
    ),
    dt.date: tagged("date", lambda value, _: value.isoformat()),
    dt.datetime: tagged("datetime", lambda value, _: value.isoformat()),
    dt.time: tagged("time", lambda value, _: value.isoformat()),
    dt.timedelta: tagged(
        "duration", lambda value, encoding: encoding.nodes([value.days, value.seconds, value.microseconds])
    ),
    **dict.fromkeys(_ONCE, tagged("iterator", _iterator)),
    **dict.fromkeys(_VIEWS, tagged("iterator", _iterator)),
    MappingProxyType: tagged("dict", lambda value, encoding: _mapping(dict(value), encoding)),
}


def _read_integer(wire: Any, _: Decoding) -> int:
    text = text_of(wire)
    if len(text) > MOST_BITS // 4 + 4:
        raise CannotCrossError("bilangannya terlalu besar")
    return int(text, 16)


def _read_float(wire: Any, _: Decoding) -> float:
    if wire not in ("nan", "inf", "-inf"):
        raise CannotCrossError("bentuknya tidak dikenal")
    return float(wire)


def _read_complex(wire: Any, decoding: Decoding) -> complex:
    real, imaginary = decoding.nodes(wire)
    if type(real) is not float or type(imaginary) is not float:
        raise CannotCrossError("bentuknya tidak dikenal")
    return complex(real, imaginary)


def _read_pairs(wire: Any, decoding: Decoding) -> list[tuple[Any, Any]]:
    if type(wire) is not list or not all(type(pair) is list and len(pair) == 2 for pair in wire):
        raise CannotCrossError("bentuknya tidak dikenal")
    pairs = [(decoding.node(key), decoding.node(item)) for key, item in wire]
    spread([key for key, _ in pairs])
    return pairs


def _read_range(wire: Any, decoding: Decoding) -> range:
    numbers = decoding.nodes(wire)
    if len(numbers) != 3 or any(type(number) is not int for number in numbers):
        raise CannotCrossError("bentuknya tidak dikenal")
    if abs(numbers[1] - numbers[0]) > MOST_VALUES * abs(numbers[2]):
        raise CannotCrossError("isinya terlalu banyak")
    return range(*numbers)


def _read_decimal(wire: Any, _: Decoding) -> Decimal:
    text = text_of(wire)
    if len(text) > MOST_BITS:
        raise CannotCrossError("bilangannya terlalu besar")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CannotCrossError("bentuknya tidak dikenal") from None
    if number.is_finite() and number and abs(number.adjusted()) > MOST_ZEROS:
        raise CannotCrossError("bilangannya terlalu besar")
    return number


def _read_fraction(wire: Any, decoding: Decoding) -> Fraction:
    numerator, denominator = decoding.nodes(wire)
    if type(numerator) is not int or type(denominator) is not int:
        raise CannotCrossError("bentuknya tidak dikenal")
    return Fraction(numerator, denominator)


def _read_duration(wire: Any, decoding: Decoding) -> dt.timedelta:
    days, seconds, microseconds = (whole(part, -(10**9), 10**9) for part in decoding.nodes(wire))
    return dt.timedelta(days, seconds, microseconds)


_DECODERS: dict[str, Decoder] = {
    "int": _read_integer,
    "float": _read_float,
    "complex": _read_complex,
    "bytes": lambda wire, _: unpack(wire),
    "tuple": lambda wire, decoding: tuple(decoding.nodes(wire)),
    "set": lambda wire, decoding: set(spread(decoding.nodes(wire))),
    "frozenset": lambda wire, decoding: frozenset(spread(decoding.nodes(wire))),
    "deque": lambda wire, decoding: deque(decoding.nodes(wire)),
    "dict": lambda wire, decoding: dict(_read_pairs(wire, decoding)),
    "ordered": lambda wire, decoding: OrderedDict(_read_pairs(wire, decoding)),
    "counter": lambda wire, decoding: Counter(dict(_read_pairs(wire, decoding))),
    "range": _read_range,
    "decimal": _read_decimal,
    "fraction": _read_fraction,
    "date": lambda wire, _: dt.date.fromisoformat(text_of(wire)),
    "datetime": lambda wire, _: dt.datetime.fromisoformat(text_of(wire)),
    "time": lambda wire, _: dt.time.fromisoformat(text_of(wire)),
    "duration": _read_duration,
    "iterator": lambda wire, decoding: iter(decoding.nodes(wire)),
}
