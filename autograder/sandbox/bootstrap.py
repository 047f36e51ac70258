"""Runs answers: confines itself, then executes cells and calls kernels as the grader asks.

Started as `python -I -S bootstrap.py REQUESTS REPLIES` with two pipes. Everything here is in the
hands of the answer once its first cell has run, so the grader believes nothing that comes out.
"""

from __future__ import annotations
import __future__

import ast
import gc
import importlib.util
import inspect
import io
import json
import os
import re
import sys
import types


def _load(name: str, path: str):
    """A module from its file alone, without a search path."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _load_later(name: str):
    """A module that loads when something in it is asked for.

    array_api_compat asks NumPy for everything it has, and these parts would take longer to load
    than all the rest.
    """
    spec = importlib.util.find_spec(name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _first_message(fd: int) -> dict:
    """The set-up, in wire's format, read before NumPy and with it wire can be there."""

    def read(size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = os.read(fd, size - len(data))
            if not piece:
                sys.exit("no set-up came")
            data += piece
        return data

    return json.loads(read(int.from_bytes(read(4), "little")))["tree"]


class _Silence(io.TextIOBase):
    """Swallows text without keeping it."""

    class _Bytes(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return memoryview(data).nbytes

    encoding = "utf-8"
    buffer = _Bytes()

    def writable(self):
        return True

    def write(self, text):
        return len(text)


def _silence() -> None:
    os.dup2(0, 1)  # 0 is /dev/null
    os.dup2(0, 2)
    sys.stdin = sys.__stdin__ = io.StringIO()
    sys.stdout = sys.__stdout__ = _Silence()
    sys.stderr = sys.__stderr__ = _Silence()


def _error(error: BaseException, filename: str, names: dict[type, str]) -> dict:
    """The nearest builtin class and the innermost line in this cell; never the text, which may carry inputs."""
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == filename else None
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == filename:
            line = frame.tb_lineno
        frame = frame.tb_next
    return {"error": next(names[c] for c in type(error).__mro__ if c in names), "line": line}


def _parse(text: str, filename: str) -> ast.Module:
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        return compile(text, filename, "exec", flags, dont_inherit=True)
    except SyntaxError:
        # A notebook's own commands (%matplotlib, !pip) are no Python; the rest of the cell counts.
        return compile(re.sub(r"(?m)^([ \t]*)[%!?].*$", r"\1pass", text), filename, "exec", flags, dont_inherit=True)


_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def _statements(module: ast.Module, definitions: bool):
    """Its statements; of `import a, b` each part for itself, so that one that is missing leaves the other.

    definitions: only those that give a name its meaning, without a call.
    """
    for statement in module.body:
        plain = isinstance(statement, ast.Assign) and not any(isinstance(n, ast.Call) for n in ast.walk(statement))
        if definitions and not plain and not isinstance(statement, _DEFINING):
            continue
        if isinstance(statement, ast.Import):
            yield from (ast.copy_location(ast.Import([name]), statement) for name in statement.names)
        else:
            yield statement


def _run(text: str, filename: str, names: dict, definitions: bool) -> BaseException | None:
    """Executes a cell, or what it defines; what stands after a statement that raises is executed too.

    Returns the first error.

    Much that works in a notebook raises here (files, packages that no kernel needs), and must not take the kernel
    below it along.
    """
    # A type hint may name a package that is not here.
    first, flags = None, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | __future__.annotations.compiler_flag
    for statement in _statements(_parse(text, filename), definitions):
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for feature in statement.names:
                flags |= getattr(getattr(__future__, feature.name, None), "compiler_flag", 0)
        try:
            code = compile(ast.Module([statement], []), filename, "exec", flags, dont_inherit=True)
            waiting = eval(code, names)
            if code.co_flags & inspect.CO_COROUTINE:
                waiting.send(None)
        except StopIteration:
            pass
        except BaseException as error:
            first = first or error
    return first


def _result(kind: str, step: int = 0, **more) -> dict:
    """A result in calling's form that is nothing but a problem."""
    problem = {"kind": kind, "step": step, "error": None, "reason": None, "file": None, "line": None} | more
    return {"problem": problem, "steps": [], "forms": [], "changed": []}


def _sendable(result: dict, wire, limit: int) -> dict:
    """The result, or what to say of it if it cannot travel: a dtype outside the list, or too many bytes."""
    try:
        wire.pack(result, limit)
        return result
    except wire.WireError:
        pass
    for step, outputs in enumerate(result["steps"]):
        for name, array in outputs.items():
            if array.dtype.name not in wire.DTYPES or array.ndim > wire.MAX_DIMS:
                return _result("wrong_type", step, quantity=name, form="something else")
    return _result("raised", error="MemoryError")


def main(requests: int, replies: int) -> None:
    setup = _first_message(requests)
    confine = _load("confine", setup["files"]["confine"])
    confine.limit(setup["memory"], setup["cpu"])
    if setup["seccomp"]:
        confine.renounce()
    if setup["landlock"]:
        # Before NumPy: a thread that is already running would stay outside.
        confine.landlock(setup["landlock"]["readable"], setup["landlock"]["listable"])

    _load("standins", setup["files"]["standins"]).install(setup["places"])
    import numpy as np
    import standins

    for part in ("f2py", "testing", "ma"):
        setattr(np, part, _load_later(f"numpy.{part}"))
    import array_api_compat.numpy  # noqa: F401
    import calling
    import wire

    np.ones((2, 2)) @ np.ones((2, 2))  # BLAS sets itself up
    builtin = vars(sys.modules["builtins"]).values()
    names = {c: c.__name__ for c in builtin if type(c) is type and issubclass(c, BaseException)}
    notebook = types.ModuleType("__main__")
    notebook.__dict__.update({word: standins.NOTHING for word in standins.WORDS})
    _silence()
    try:
        if setup["seccomp"]:
            confine.seccomp(bytes.fromhex(setup["seccomp"]))
    except OSError as error:
        wire.send(replies, {"complaint": str(error)})
        return
    sys.modules["__main__"] = notebook
    limit = setup["reply"]
    del setup
    gc.freeze()  # what is loaded by now stays, and need not be looked through between calls
    wire.send(replies, {"complaint": None})

    last: dict = {}
    kept: dict[str, dict] = {}  # what the names meant where each kernel was checked
    while True:
        request = wire.receive(requests)
        reply = {"id": request["id"]}
        if "cell" in request:
            filename = f"<cell {request['cell']}>"
            try:
                error = _run(request["text"], filename, notebook.__dict__, request["definitions"])
                reply["problem"] = error and _error(error, filename, names)
                kept.update((name, dict(notebook.__dict__)) for name in request["checked"])
            except BaseException as error:
                reply["problem"] = _error(error, filename, names)
        else:
            meant = kept.get(request["name"])
            if meant is not None:
                last = last or dict(notebook.__dict__)
                notebook.__dict__.clear()
                notebook.__dict__.update(last | meant)  # a helper may stand below
            kernel = notebook.__dict__.get(request["name"])
            if callable(kernel):
                reply["results"] = [calling.perform(kernel, job) for job in request["jobs"]]
            else:
                kind = "not_callable" if request["name"] in notebook.__dict__ else "missing"
                reply["results"] = [_result(kind) for _ in request["jobs"]]
        try:
            wire.send(replies, reply, limit=limit)
        except wire.Malformed:
            share = limit // len(reply["results"])
            reply["results"] = [_sendable(result, wire, share) for result in reply["results"]]
            wire.send(replies, reply, limit=limit)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
