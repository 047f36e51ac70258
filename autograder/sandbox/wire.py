"""Messages between the grader and an answer: a JSON header, then raw buffers; never pickle.

The grader reads what a hostile process wrote, so every size is checked before anything is
allocated and every read has a deadline. This file stands alone: the sandbox runs it too.
"""

from __future__ import annotations

import functools
import json
import os
import select
import time

import numpy as np

MAX_HEADER = 1 << 20
MAX_PAYLOAD = 64 << 20
MAX_ARRAYS = 4096
MAX_DIMS = 8
MAX_DEPTH = 16
DTYPES = {
    name: np.dtype(name).newbyteorder("<")
    for name in ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
                 "float16", "float32", "float64", "complex64", "complex128")
}  # fmt: skip

# In the header's tree an array is {"array": index} and a tuple {"tuple": [...]}; a dictionary of
# one entry that looks like one of these travels as {"plain": [key, value]}.
_TAGS = ("array", "tuple", "plain")


class WireError(Exception):
    """A message could not be sent or received."""


class Malformed(WireError):
    """What came is not a message, or what should go cannot be one."""


class Closed(WireError):
    """The other end is gone."""


class Late(WireError):
    """The deadline passed."""


def send(fd: int, tree, deadline: float | None = None, limit: int = MAX_PAYLOAD) -> None:
    """Write one message.

    fd: a pipe; non-blocking where there is a deadline.
    tree: dictionaries with text keys, lists and tuples of None, bool, int, float, str and NumPy arrays.
    deadline: a time of `time.monotonic`, or None to wait as long as it takes.
    Raises Malformed for anything else in the tree or too much of it, Closed and Late.
    """
    write(fd, pack(tree, limit), deadline)


def write(fd: int, message: bytes, deadline: float | None = None) -> None:
    """Write what `pack` made. Raises Closed and Late."""
    message = memoryview(message)
    while message:
        _wait(fd, select.POLLOUT, deadline)
        try:
            message = message[os.write(fd, message[: 1 << 16]) :]
        except BlockingIOError:
            continue
        except OSError as error:
            raise Closed("the other end does not read any more") from error


def receive(fd: int, deadline: float | None = None, limit: int = MAX_PAYLOAD):
    """Read one message and return its tree; arrays are new, writable and in native byte order.

    One array that was sent in several places is one array here too.
    Raises Malformed for a message that breaks a rule, Closed and Late.
    """
    size = int.from_bytes(_read(fd, 4, deadline), "little")
    if size > MAX_HEADER:
        raise Malformed(f"a header of {size} bytes")
    try:
        header = json.loads(bytes(_read(fd, size, deadline)))
    except (ValueError, RecursionError) as error:
        raise Malformed("the header is not JSON") from error
    layout, total = _layout(header, limit)
    payload = _read(fd, total, deadline)
    arrays = []
    for dtype, shape, start, count in layout:
        array = np.frombuffer(payload, dtype, count, start).reshape(shape)
        if dtype.kind == "b" and count and array.view(np.uint8).max() > 1:
            raise Malformed("a boolean that is neither 0 nor 1")
        arrays.append(array.astype(dtype.newbyteorder("="), copy=True))
    return _decode(header["tree"], arrays, MAX_DEPTH)


def pack(tree, limit: int = MAX_PAYLOAD) -> bytes:
    """The bytes of one message."""
    found: dict[int, tuple[int, np.ndarray]] = {}
    tree = _encode(tree, found, MAX_DEPTH)
    arrays = [array for _, array in found.values()]
    if len(arrays) > MAX_ARRAYS or sum(array.nbytes for array in arrays) > limit:
        raise Malformed("too many or too large arrays")
    listing = [{"dtype": _name(array.dtype), "shape": array.shape} for array in arrays]
    header = json.dumps({"tree": tree, "arrays": listing}).encode()
    if len(header) > MAX_HEADER:
        raise Malformed("too large a header")
    buffers = (array.astype(DTYPES[_name(array.dtype)], copy=False).tobytes() for array in arrays)
    return b"".join([len(header).to_bytes(4, "little"), header, *buffers])


@functools.lru_cache(maxsize=256)
def _name(dtype: np.dtype) -> str:
    """NumPy works a dtype's name out anew each time, which would take longer than all the rest of a message."""
    return dtype.name


def _encode(value, arrays: dict[int, tuple[int, np.ndarray]], depth: int):
    """The tree for the header. arrays: {id: (index, array)}; one that comes again travels once."""
    if depth == 0:
        raise Malformed("too deep a tree")
    kind = type(value)  # subclasses may lie about their contents and are no data
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is np.ndarray:
        if _name(value.dtype) not in DTYPES or value.ndim > MAX_DIMS:
            raise Malformed(f"an array of {value.dtype} with {value.ndim} dimensions")
        return {"array": arrays.setdefault(id(value), (len(arrays), value))[0]}
    if kind is list:
        return [_encode(item, arrays, depth - 1) for item in value]
    if kind is tuple:
        return {"tuple": [_encode(item, arrays, depth - 1) for item in value]}
    if kind is dict and all(type(key) is str for key in value):
        if len(value) == 1 and next(iter(value)) in _TAGS:
            ((key, item),) = value.items()
            return {"plain": [key, _encode(item, arrays, depth - 1)]}
        return {key: _encode(item, arrays, depth - 1) for key, item in value.items()}
    raise Malformed("a value that cannot travel")


def _layout(header, limit: int) -> tuple[list, int]:
    """Where each announced array lies, and how many bytes they are together."""
    if type(header) is not dict or set(header) != {"tree", "arrays"} or type(header["arrays"]) is not list:
        raise Malformed("not a message")
    if len(header["arrays"]) > MAX_ARRAYS:
        raise Malformed("too many arrays")
    layout, total = [], 0
    for entry in header["arrays"]:
        if type(entry) is not dict or set(entry) != {"dtype", "shape"} or type(entry["shape"]) is not list:
            raise Malformed("not an array's description")
        name, shape = entry["dtype"], entry["shape"]
        if type(name) is not str or name not in DTYPES or len(shape) > MAX_DIMS:
            raise Malformed("an unknown dtype or too many dimensions")
        count, extent = 1, 1
        for length in shape:
            if type(length) is not int or not 0 <= length <= limit:
                raise Malformed("a length that is none")
            count *= length
            extent *= max(length, 1)  # NumPy refuses an empty array whose other lengths overflow
        dtype = DTYPES[name]
        if extent * dtype.itemsize > limit or total + count * dtype.itemsize > limit:
            raise Malformed("too large arrays")
        layout.append((dtype, tuple(shape), total, count))
        total += count * dtype.itemsize
    return layout, total


def _decode(value, arrays: list, depth: int):
    if depth == 0:
        raise Malformed("too deep a tree")
    if type(value) is str:
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise Malformed("half a character") from error
        return value
    if type(value) is list:
        return [_decode(item, arrays, depth - 1) for item in value]
    if type(value) is not dict:
        return value
    if len(value) == 1 and (tag := next(iter(value))) in _TAGS:
        item = value[tag]
        if tag == "array" and type(item) is int and 0 <= item < len(arrays):
            return arrays[item]
        if tag == "tuple" and type(item) is list:
            return tuple(_decode(one, arrays, depth - 1) for one in item)
        if tag == "plain" and type(item) is list and len(item) == 2 and type(item[0]) is str:
            return {item[0]: _decode(item[1], arrays, depth - 1)}
        raise Malformed("a tag without its value")
    return {_decode(key, arrays, depth - 1): _decode(item, arrays, depth - 1) for key, item in value.items()}


def _read(fd: int, size: int, deadline: float | None) -> bytearray:
    """Exactly `size` bytes. Memory grows with what arrives, not with what was announced."""
    data = bytearray()
    while len(data) < size:
        _wait(fd, select.POLLIN, deadline)
        try:
            piece = os.read(fd, min(size - len(data), 1 << 20))
        except BlockingIOError:
            continue
        except OSError as error:
            raise Closed("the other end cannot be read") from error
        if not piece:
            raise Closed("the other end wrote no more")
        data += piece
    return data


def _wait(fd: int, event: int, deadline: float | None) -> None:
    if deadline is None:
        return
    poll = select.poll()
    poll.register(fd, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise Late("no answer in time")
