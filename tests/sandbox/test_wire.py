"""The wire: what arrives is what was sent, and nothing malformed gets past the header."""

import json
import math
import os
import threading
import time

import numpy as np
import pytest

from autograder.sandbox import wire


@pytest.fixture
def pipe():
    """(read end, write end), both non-blocking."""
    ends = os.pipe()
    for fd in ends:
        os.set_blocking(fd, False)
    yield ends
    for fd in ends:
        try:
            os.close(fd)
        except OSError:
            continue


def soon() -> float:
    return time.monotonic() + 5.0


def same(a, b) -> bool:
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return repr(a) == repr(b)


TREES = {
    "scalars": [None, True, False, 0, -3, 2**70, "text", "\u00e9\u4e2d\U0001d54f", ""],
    "floats": [0.1, -0.0, math.nan, math.inf, -math.inf, 5e-324, 1.7976931348623157e308],
    "tuples": (1, (2, [3, ()]), []),
    "tags as names": [{"array": 3}, {"tuple": 1}, {"plain": [1, 2]}, {"array": {"array": np.arange(2)}}],
    "arrays anywhere": {"a": np.eye(3), "b": [(np.arange(4), {"c": np.zeros((0, 3))})]},
    "no dimension": np.array(3.5),
    "strided": np.arange(24.0).reshape(2, 3, 4).T[::2],
    "big-endian": [np.arange(3).astype(">i4").astype("=i4")],
    "a draw": {"rng": {"draw": 7}},
    **{f"dtype {name}": np.array([0, 1, 1]).astype(name) for name in wire.DTYPES},
    "not numbers": np.array([np.nan, np.inf, -np.inf, -0.0]),
}


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES.keys())
def test_what_arrives_is_what_was_sent(pipe, tree):
    wire.send(pipe[1], tree, soon())
    assert same(wire.receive(pipe[0], soon()), tree)


def test_arrived_arrays_are_our_own(pipe):
    wire.send(pipe[1], [np.array([True]), np.arange(3.0)], soon())
    _, array = wire.receive(pipe[0], soon())
    assert array.flags.writeable and array.flags.owndata and array.flags.aligned


class Liar(float):
    pass


@pytest.mark.parametrize(
    "tree",
    [object(), {1: 2}, {"a": {3}}, Liar(1.0), np.float64(1.0), np.array([object()]), np.array(["a"]),
     np.zeros(2, "M8[s]"), np.zeros(2, "i4,f4"), np.zeros((1,) * 9), b"bytes", 1j, np.ma.array([1.0])],
    ids=lambda tree: type(tree).__name__ + getattr(tree, "dtype", np.dtype("O")).kind,
)  # fmt: skip
def test_what_is_no_data_is_not_sent(tree):
    with pytest.raises(wire.Malformed):
        wire.pack([tree])


def test_a_tree_without_end_is_not_sent():
    tree = []
    tree.append(tree)
    with pytest.raises(wire.Malformed):
        wire.pack(tree)


def test_one_array_in_several_places_travels_once():
    array = np.arange(1000.0)
    message = wire.pack({"a": array, "b": [array, array]})
    assert len(message) < 2 * array.nbytes
    read, write = os.pipe()
    wire.send(write, {"a": array[:5], "b": [array[5:9], array[:5]]})
    back = wire.receive(read)
    assert np.array_equal(back["a"], array[:5]) and np.array_equal(back["b"][0], array[5:9])
    os.close(read), os.close(write)


def test_too_much_is_not_sent():
    with pytest.raises(wire.Malformed):
        wire.pack([np.zeros(100)], limit=799)
    with pytest.raises(wire.Malformed):
        wire.pack([np.zeros(0) for _ in range(wire.MAX_ARRAYS + 1)])
    with pytest.raises(wire.Malformed):
        wire.pack("x" * wire.MAX_HEADER)


def raw(header, payload: bytes = b"") -> bytes:
    if not isinstance(header, bytes):
        header = json.dumps(header).encode()
    return len(header).to_bytes(4, "little") + header + payload


def arrays(*descriptions, tree=None) -> dict:
    return {"tree": tree, "arrays": list(descriptions)}


def array(dtype="float64", shape=(2,)) -> dict:
    return {"dtype": dtype, "shape": list(shape)}


MALFORMED = {
    "a header of 4 GB": b"\xff\xff\xff\xff",
    "a header over the limit": (wire.MAX_HEADER + 1).to_bytes(4, "little"),
    "no JSON": raw(b"\x80\x04\x95"),
    "an empty header": raw(b""),
    "half a JSON": raw(b'{"tree": 1, "arr'),
    "not UTF-8": raw(b'{"tree": "\xff\xfe", "arrays": []}'),
    "half a character": raw(b'{"tree": "\\ud800", "arrays": []}'),
    "half a character as a key": raw(b'{"tree": {"\\ud800": 1}, "arrays": []}'),
    "a deep tree": raw(b'{"tree": ' + b"[" * 400_000 + b"]" * 400_000 + b', "arrays": []}'),
    "a somewhat deep tree": raw(b'{"tree": ' + b"[" * 50 + b"]" * 50 + b', "arrays": []}'),
    "a number of 10,000 digits": raw(b'{"tree": ' + b"9" * 10_000 + b', "arrays": []}'),
    "a list": raw([]),
    "a key too many": raw({"tree": 1, "arrays": [], "more": 1}),
    "a key too few": raw({"tree": 1}),
    "arrays that are none": raw({"tree": 1, "arrays": {"0": 1}}),
    "a description that is none": raw(arrays("float64")),
    "a description with more": raw(arrays(array() | {"order": "F"})),
    "an object array": raw(arrays(array("object"))),
    "a dtype as a list": raw(arrays(array(["f8"]))),
    "another byte order": raw(arrays(array(">f8"))),
    "a record": raw(arrays(array("i4,f4"))),
    "a negative length": raw(arrays(array(shape=(-1,)))),
    "two negative lengths": raw(arrays(array(shape=(-2, -3)))),
    "a length of true": raw(arrays(array(shape=(True,)))),
    "a length of 2.0": raw(arrays(array(shape=(2.0,)))),
    "a shape of text": raw(arrays({"dtype": "float64", "shape": "22"})),
    "an array of 2**62 numbers": raw(arrays(array(shape=(1 << 31, 1 << 31)))),
    "an overflow to zero": raw(arrays(array(shape=(1 << 32, 1 << 32)))),
    "an empty array of 2**80": raw(arrays(array(shape=(0, 1 << 20, 1 << 20, 1 << 20, 1 << 20)))),
    "many dimensions": raw(arrays(array(shape=(1,) * 9))),
    "many arrays": raw(arrays(*[array(shape=(0,))] * (wire.MAX_ARRAYS + 1))),
    "more than the limit together": raw(arrays(*[array(shape=(1 << 22,))] * 3)),
    "an index out of range": raw(arrays(array(), tree={"array": 1}), bytes(16)),
    "an index below zero": raw(arrays(array(), tree={"array": -1}), bytes(16)),
    "an index of true": raw(arrays(array(), array(), tree={"array": True}), bytes(32)),
    "an index of text": raw(arrays(array(), tree={"array": "0"}), bytes(16)),
    "a tuple that is none": raw(arrays(tree={"tuple": 3})),
    "a plain that is none": raw(arrays(tree={"plain": [1, 2]})),
    "a boolean of 2": raw(arrays(array("bool"), tree={"array": 0}), b"\x01\x02"),
}


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_breaks_a_rule_is_refused_at_once(pipe, message):
    """Without the payload: a refusal must not wait for, or make room for, what is announced."""
    writer = threading.Thread(target=_write, args=(pipe[1], message), daemon=True)
    writer.start()
    with pytest.raises(wire.Malformed):
        wire.receive(pipe[0], soon())
    writer.join()


def _write(fd: int, data: bytes) -> None:
    os.set_blocking(fd, True)
    os.write(fd, data)


def test_every_beginning_of_a_message_is_waited_for_and_no_longer(pipe):
    message = wire.pack({"a": np.arange(2.0)})
    for size in (0, 3, 4, 20, len(message) - 1):
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.write(write, message[:size])
        with pytest.raises(wire.Late):
            wire.receive(read, time.monotonic() + 0.01)
        os.close(write)
        with pytest.raises(wire.Closed):
            wire.receive(read, soon())
        os.close(read)


def test_random_damage_is_malformed_or_a_plain_tree():
    rng = np.random.default_rng(0)
    message = wire.pack({"a": np.arange(6, dtype="int16"), "b": [True, {"c": (1.5, "x")}]})
    for _ in range(2000):
        damaged = bytearray(message)
        for place in rng.integers(0, len(message), rng.integers(1, 4)):
            damaged[place] = rng.integers(256)
        read, write = os.pipe()
        os.write(write, damaged)
        os.close(write)
        try:
            wire.pack(wire.receive(read, soon()))
        except (wire.Malformed, wire.Closed):
            pass
        finally:
            os.close(read)


def test_a_reader_that_does_not_read_is_not_waited_for(pipe):
    with pytest.raises(wire.Late):
        wire.send(pipe[1], np.zeros(1 << 20), time.monotonic() + 0.05)


def test_a_reader_that_is_gone_is_told_of(pipe):
    os.close(pipe[0])
    with pytest.raises(wire.Closed):
        wire.send(pipe[1], 1, soon())
