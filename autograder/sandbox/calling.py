"""Calls one kernel on one case and brings home what came out, as plain data.

This file runs in three places: in the student's own process (check), in the sandbox, and in the
grader on the reference. In the sandbox it stands alone: it may import NumPy, array-api-strict,
workbench.rng and workbench.functions, nothing else of ours.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import warnings

import array_api_strict
import numpy as np

from workbench.functions import FUNCTIONS
from workbench.rng import Rng

# The two on CuPy are for tests/test_gpu.py alone: no sandbox has it.
HARNESSES = ("numpy-float64", "numpy-float32", "strict", "cupy-float64", "cupy-float32")

# Why a kernel does not run on array-api-strict: the reason, and how its error can be told.
# Only the reason leaves a sandbox; the suite has a sentence for each.
_PORTABILITY = (
    ("numpy_call", RuntimeError, r"Can't convert array on the"),
    ("numpy_scalar", TypeError, r"Expected Array or Python scalar; got <class 'numpy\.(float|int|bool)"),
    ("numpy_array", TypeError, r"Expected Array or Python scalar; got <class 'numpy\.ndarray"),
    ("numpy_array", IndexError, r"Index arrays for array_api_strict must be"),
    ("list", TypeError, r"(Expected Array or Python scalar|Only Array objects are allowed); got <class '(list|tup)"),
    ("scalar_function", TypeError, r"Only Array objects are allowed; got <class '(float|int)"),
    ("device", ValueError, r"Arrays from two different devices"),
    ("promotion", TypeError, r"cannot be type promoted together|Only .*dtypes are allowed"),
    ("partial_index", IndexError, r"the multi-axes index only specifies"),
    ("index_array", IndexError, r"Integer index arrays are only allowed"),
    ("slice_end", IndexError, r"contains (start|stop)=.* but should be between"),
    ("index_set", IndexError, r"Fancy indexing __setitem__"),
    ("list_index", IndexError, r"Single-axes index .* but only integers"),
    ("length", TypeError, r"has no len\(\)"),
    ("iteration", TypeError, r"array iteration is not allowed"),
    ("method", AttributeError, r"'Array' object has no attribute"),
    ("not_in_standard", AttributeError, r"module 'array_api_strict' has no attribute"),
    ("correction", TypeError, r"unexpected keyword argument 'ddof'"),
    ("position", TypeError, r"takes \d+ positional arguments? but \d+ were given"),
    ("shape", TypeError, r"`shape` must be a tuple"),
    ("keyword", TypeError, r"unexpected keyword argument"),
    ("transpose", ValueError, r"x\.T requires x to have 2 dimensions"),
)
# Ordinary slips that Python's own words do not explain, told in the same way.
_SLIPS = (
    ("rng_arguments", TypeError, r"Rng\.\w+\(\)|'Rng' object"),
    ("rng_arguments", AttributeError, r"'Rng' object has no attribute"),
    ("caret", TypeError, r"for \^:|'bitwise_xor' not supported"),
    ("math_of_array", TypeError, r"only (length-1|0-dimensional|size-1) arrays can be converted"),
)
REASONS = ("host_sync", "host_array", "wrong_device", "other", *{reason for reason, _, _ in (*_PORTABILITY, *_SLIPS)})

KINDS = ("missing", "not_callable", "not_attempted", "raised", "wrong_type")
FORMS = ("array", "numpy scalar", "float", "int", "bool", "complex", "None", "list", "tuple", "dict", "text",
         "array subclass", "object array", "stand-in", "something else")  # fmt: skip


class HostSync(Exception):
    """A device array was asked for a Python number, which on a GPU waits for all earlier work."""


class _Sink(io.TextIOBase):
    """Swallows what a kernel prints, however much, as text or through `buffer` as bytes."""

    @property
    def buffer(self):
        return self

    def write(self, text) -> int:
        return len(text)


def quiet():
    """What a kernel writes to stdout or stderr goes nowhere; a warning is no text either."""
    stack = contextlib.ExitStack()
    stack.enter_context(contextlib.redirect_stdout(_Sink()))
    stack.enter_context(contextlib.redirect_stderr(_Sink()))
    stack.enter_context(warnings.catch_warnings())
    warnings.simplefilter("ignore")
    stack.enter_context(np.errstate(all="ignore"))
    return stack


@contextlib.contextmanager
def no_host_sync():
    """Within it, array-api-strict's arrays refuse to become Python numbers."""

    def refuse(self, *args):
        raise HostSync

    array = array_api_strict._array_object.Array
    names = ("__float__", "__bool__", "__int__", "__index__", "__complex__")
    kept = {name: vars(array)[name] for name in names}
    try:
        for name in names:
            setattr(array, name, refuse)
        yield
    finally:
        for name, method in kept.items():
            setattr(array, name, method)


class _Namespace:
    """Makes a harness's arrays from the host's, and the host's from a harness's."""

    def __init__(self, harness: str):
        self.strict = harness == "strict"
        self.dtype = np.dtype("float32" if harness.endswith("float32") else "float64")
        self.xp, self.kind = np, np.ndarray
        self.device = array_api_strict.Device("device1") if self.strict else None
        if self.strict:
            self.xp, self.kind = array_api_strict, array_api_strict._array_object.Array
        elif harness.startswith("cupy"):
            from array_api_compat import cupy

            self.xp, self.kind = cupy, cupy.ndarray

    def bring(self, value):
        if isinstance(value, np.ndarray):
            host = np.array(value, dtype=self.dtype if value.dtype.kind == "f" else value.dtype, order="C")
            return host if self.xp is np else self.xp.asarray(host, device=self.device)
        if isinstance(value, dict):
            draws = "draw" in value
            return Rng(value["draw"], self.xp, self.dtype.name, self.device) if draws else FUNCTIONS[value["function"]]
        return tuple(value) if isinstance(value, list) else value

    def is_array(self, value) -> bool:
        return type(value) is self.kind

    def fetch(self, value) -> np.ndarray:
        if self.xp is np:
            return np.array(value)
        return np.array(value._array if self.strict else value.get())


_PLAIN = {type(None): "None", bool: "bool", int: "int", float: "float", complex: "complex", list: "list", dict: "dict",
          tuple: "tuple", str: "text", bytes: "text"}  # fmt: skip


def _form(value) -> str:
    """What a returned thing is. By its type alone, since the thing itself may lie."""
    kind = type(value)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind.__module__ == "numpy" and issubclass(kind, np.generic):
        return "numpy scalar"
    if (kind.__module__, kind.__name__) == ("standins", "Nothing"):
        return "stand-in"
    return "array subclass" if issubclass(kind, np.ndarray) else "something else"


def _problem(kind: str, step: int, **more) -> dict:
    return {"kind": kind, "step": step, "error": None, "reason": None, "file": None, "line": None} | more


def _builtin_name(error: BaseException) -> str:
    return next(c.__name__ for c in type(error).__mro__ if c.__module__ == "builtins")


def reason_for(error: BaseException, strict: bool) -> str | None:
    """Which portability rule, on array-api-strict, or which ordinary slip an error speaks of; one of REASONS."""
    if isinstance(error, HostSync):
        return "host_sync"
    text = str(error)
    for reason, kind, pattern in (*_SLIPS, *(_PORTABILITY if strict else ())):
        if isinstance(error, kind) and re.search(pattern, text):
            return reason
    return "other" if strict else None


def _place(error: BaseException, own) -> tuple[str | None, int | None]:
    """File and line of the innermost frame that is the student's."""
    place = (None, None)
    frame = error.__traceback__
    while frame is not None:
        if own(frame.tb_frame.f_code.co_filename):
            place = (frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        frame = frame.tb_next
    return place


def _raised(error: BaseException, step: int, space: _Namespace, own, tell: bool) -> dict:
    file, line = _place(error, own)
    if isinstance(error, NotImplementedError):
        return _problem("not_attempted", step, file=file, line=line)
    problem = _problem("raised", step, error=_builtin_name(error), file=file, line=line)
    try:
        problem["reason"] = reason_for(error, space.strict)
        if tell:
            problem["text"] = f"{type(error).__name__}: {error}"[:300]
    except Exception:  # an exception whose text raises: its class must do
        pass
    return problem


def _take(value, names: list[str], step: int, space: _Namespace, of_arrays: bool):
    """Splits what a kernel returned into ({name: array or number}, {name: form}, problem or None).

    of_arrays: whether it was given arrays. To one that was not, a NumPy number is of no other library than its own.
    """
    many = None
    if type(value) is list or isinstance(value, tuple):  # a named tuple is one, too
        many = list(value) if type(value) is list else list(tuple.__iter__(value))
    values = [value] if len(names) == 1 else many or []
    if len(values) != len(names):
        form = "array" if space.is_array(value) else "tuple" if isinstance(value, tuple) else _form(value)
        return {}, {}, _problem("wrong_type", step, form=form, count=None if many is None else len(many))
    outputs, forms = {}, {}
    for name, one in zip(names, values, strict=True):
        if space.is_array(one):
            if space.strict and one.device != space.device:
                return {}, {}, _problem("raised", step, reason="wrong_device", quantity=name)
            host, form = space.fetch(one), "array"
            if host.dtype.kind not in "bifc":
                return {}, {}, _problem("wrong_type", step, quantity=name, form="object array")
        elif space.xp is not np and isinstance(one, (np.ndarray, np.generic) if of_arrays else np.ndarray):
            return {}, {}, _problem("raised", step, reason="host_array", quantity=name)
        elif _form(one) in ("float", "int", "bool", "complex", "numpy scalar"):
            host, form = np.asarray(one), _form(one)
            if host.dtype.kind not in "bifc":
                return {}, {}, _problem("wrong_type", step, quantity=name, form="something else")
        else:
            return {}, {}, _problem("wrong_type", step, quantity=name, form=_form(one))
        outputs[name], forms[name] = host, form
    return outputs, forms, None


def perform(kernel, job: dict, *, own=lambda file: file.startswith("<cell "), tell=False, through=()) -> dict:
    """Calls `kernel` once, or once a step, and says what came out.

    Parameters
    ----------
    kernel : the function
    job : {"positional", "keywords", "returns": names; "harness": one of HARNESSES; "args": {name: value};
        "steps": [{name: value}]}; a value is a float64, integer or boolean array, a Python scalar, a string,
        a list of those, {"draw": seed}, or {"function": name}
    own : tells from a file name whether a line of it is the student's
    tell : add the text of an exception (in the student's own process only: it may carry inputs)
    through : exceptions that are the caller's own and pass through

    Returns
    -------
    {"problem": None, or why there is no more: {"kind", "step", "error", "reason", "file", "line", ...};
     "steps": [{name: array}]; "forms": [{name: one of FORMS}]; "changed": names of arguments changed in place}
    """
    space = _Namespace(job["harness"])
    given = dict(job["args"])
    result = {"problem": None, "steps": [], "forms": [], "changed": []}
    with quiet(), no_host_sync() if space.strict else contextlib.nullcontext():
        for step, new in enumerate([{}, *job["steps"]]):
            given.update(new)
            brought = {name: space.bring(value) for name, value in given.items()}
            try:
                value = kernel(
                    *(brought[name] for name in job["positional"]), **{name: brought[name] for name in job["keywords"]}
                )
            except through:
                raise
            except BaseException as error:
                result["problem"] = _raised(error, step, space, own, tell)
                return result
            of_arrays = any(isinstance(was, np.ndarray) for was in given.values())
            outputs, forms, result["problem"] = _take(value, job["returns"], step, space, of_arrays)
            if result["problem"]:
                return result
            for name, was in given.items():
                if isinstance(was, np.ndarray) and name not in result["changed"]:
                    now = space.fetch(brought[name])
                    if now.shape != was.shape or now.tobytes() != was.astype(now.dtype, copy=False).tobytes():
                        result["changed"].append(name)
            result["steps"].append(outputs)
            result["forms"].append(forms)
            for name in given.keys() & outputs.keys():
                given[name] = outputs[name].item() if forms[name] in ("float", "int", "bool") else outputs[name]
    return result


def builtin_errors() -> frozenset[str]:
    """The names that `error` may have."""
    return frozenset(
        n for n, c in vars(sys.modules["builtins"]).items() if isinstance(c, type) and issubclass(c, BaseException)
    )
