"""NumPy arrays and scalars to JSON and back (see ``plain``)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grading.room.errors import CannotCrossError
from grading.room.plain import (
    Decoder,
    Decoding,
    Encoder,
    Encoding,
    Wire,
    pack,
    tagged,
    text_of,
    unpack,
    whole,
)

_KINDS = "biufcUSmM"
_MOST_DIMENSIONS = 8
_MOST_ELEMENTS = 2_000_000
_SCALARS = (
    *(np.bool_, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64),
    *(np.longlong, np.ulonglong, np.float16, np.float32, np.float64, np.complex64, np.complex128),
    *(np.str_, np.bytes_, np.datetime64, np.timedelta64),
)


def encoders() -> dict[type, Encoder]:
    """Encoders by exact type."""
    return {np.ndarray: tagged("array", _array), **dict.fromkeys(_SCALARS, tagged("scalar", _scalar))}


def decoders() -> dict[str, Decoder]:
    """Decoders by tag."""
    return {"array": read_array, "scalar": _read_scalar}


def _scalar(value: Any, encoding: Encoding) -> Wire:
    return _array(np.asarray(value), encoding)


def _array(value: np.ndarray[Any, Any], encoding: Encoding) -> Wire:
    if value.ndim > _MOST_DIMENSIONS or value.size > _MOST_ELEMENTS:
        raise CannotCrossError("isinya terlalu banyak")
    if value.dtype.kind == "O":
        return {"d": "O", "s": list(value.shape), "v": encoding.nodes(value.ravel().tolist())}
    if value.dtype.kind not in _KINDS or value.dtype.fields:
        raise CannotCrossError(f"jenis arraynya {value.dtype}")
    plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<")).reshape(value.shape)
    return {"d": plain.dtype.str, "s": list(value.shape), "v": pack(plain.tobytes())}


def read_array(wire: Any, decoding: Decoding) -> np.ndarray[Any, Any]:
    """An array of its own memory, whatever ``wire`` claims about its shape."""
    name, shape = text_of(wire["d"]), tuple(whole(size, 0, 10**8) for size in wire["s"])
    if len(shape) > _MOST_DIMENSIONS or math.prod(shape) > _MOST_ELEMENTS:
        raise CannotCrossError("isinya terlalu banyak")
    if name == "O":
        items = decoding.nodes(wire["v"])
        array: np.ndarray[Any, Any] = np.empty(len(items), dtype=object)
        for place, item in enumerate(items):
            array[place] = item
        return array.reshape(shape)
    dtype = _dtype(name)
    raw = unpack(wire["v"])
    if dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    if len(raw) != math.prod(shape) * dtype.itemsize:
        raise CannotCrossError("bentuknya tidak dikenal")
    array = np.frombuffer(raw, dtype).reshape(shape).astype(dtype.newbyteorder("="))
    if dtype.kind == "U":
        _check_texts(array)
    return array


def _dtype(name: str) -> np.dtype[Any]:
    if len(name) > 20 or name[:1] not in "<|" or name[1:2] not in _KINDS:
        raise CannotCrossError("jenis arraynya tidak dikenal")
    dtype = np.dtype(name)
    if dtype.fields or dtype.subdtype or dtype.kind not in _KINDS:
        raise CannotCrossError("jenis arraynya tidak dikenal")
    return dtype


def _check_texts(array: np.ndarray[Any, Any]) -> None:
    points = np.ascontiguousarray(array).reshape(-1).view(np.uint32)
    if points.size and (points.max() > 0x10FFFF or ((points >= 0xD800) & (points < 0xE000)).any()):
        raise CannotCrossError("teksnya memuat karakter yang rusak")


def _read_scalar(wire: Any, decoding: Decoding) -> Any:
    array = read_array(wire, decoding)
    if array.shape != () or array.dtype.kind == "O":
        raise CannotCrossError("bentuknya tidak dikenal")
    return array[()]
