"""How the broken and the scripted notebooks of the corpus are made from the course's own."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from autograder.sample import Notebook

ASSIGNMENT = "04_adaptive"
PWNED = "alert('pwned')"
SIGNATURE = "def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):"
STUB = f"{SIGNATURE}\n    raise NotImplementedError\n"
RIGHT = f"""{SIGNATURE}
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps), m, v
"""


def beside(name: str, text: str):
    return lambda folder, root: (folder / name).write_text(text)


def instead(make: Callable[[Path, Path], object]):
    """Puts something else in the notebook's place."""

    def files(folder: Path, root: Path) -> None:
        notebook = folder / f"{ASSIGNMENT}.ipynb"
        notebook.unlink()
        make(notebook, root)

    return files


def without_metadata(notebook: Notebook) -> None:
    for cell in notebook.cells:
        cell["metadata"] = {}
        cell.pop("id", None)


def retyped(notebook: Notebook) -> None:
    notebook.cell("adam_step").update(cell_type="markdown")
    notebook.cell("adamw_step").update(cell_type="raw")
    notebook.cell("question-move-the-rate").update(cell_type="code", outputs=[], execution_count=None)


def ungraded(notebook: Notebook) -> None:
    for grade_id in ("check-adam_step", "check-adamw_step"):
        notebook.cell(grade_id)["metadata"]["nbgrader"].update(grade=False, points=60, locked=False, solution=True)


def duplicated(notebook: Notebook) -> None:
    for grade_id in ("adam_step", "check-adam_step"):
        copy = notebook.copy_of(grade_id) | {"source": STUB}
        notebook.cells.append(copy)


def deleted(notebook: Notebook) -> None:
    for grade_id in ("adam_step", "check-adam_step", "check-adamw_step", "setup"):
        notebook.cells.remove(notebook.cell(grade_id))


def version_3(notebook: Notebook) -> bytes:
    cells = [{**cell, "input": cell.pop("source"), "language": "python"} for cell in notebook.cells]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}).encode()


def wrong_shapes(notebook: Notebook) -> None:
    notebook.cell("adamw_step").update(outputs="none", execution_count="first", attachments=[1], id=5)
    notebook.cells[1:1] = [
        None,
        7,
        {"cell_type": 3},
        {"source": {"a": 1}},
        {"cell_type": "code", "source": ["x", 1]},
        [[]],
    ]
    notebook.raw |= {
        "metadata": {"kernelspec": {"name": "bash", "display_name": 7}, "language_info": []},
        "nbformat": "four",
    }


def odd_characters(notebook: Notebook) -> None:
    notebook.cell("adam_step")["source"] = RIGHT.replace("\n", "\x00\r\n")
    notebook.insert(1, "lone \ud800 surrogate, \x1b[31m escape and \x07 bell", "markdown")
    notebook.insert(1, "text = '\udfff'")


def _png(text: bytes = b"") -> str:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"\0\xff\0\0" * 1)
    data = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"tEXt", text)
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + data + chunk(b"IDAT", rows) + chunk(b"IEND", b"")).decode()


SCRIPTS = (
    f"<script>{PWNED}</script>",
    f'<img src=x onerror="{PWNED}">',
    f"[x](javascript:{PWNED})",
    f"[x](java\tscript:{PWNED})",
    f"[x](&#106;avascript&colon;{PWNED})",
    f"[x]\n\n[x]: javascript:{PWNED}",
    f"<javascript:{PWNED}>",
    f"<svg/onload={PWNED}>",
    f'`code` <b onclick="{PWNED}">',
    f"$$\\href{{javascript:{PWNED}}}{{x}}$$",
    f"<!-- <script>{PWNED}</script> -->",
    f"[x](data:text/html,<script>{PWNED}</script>)",
    f"<details open ontoggle={PWNED}>",
    f"<a href='vbscript:{PWNED}'>x</a>",
    f"```mermaid\nclick A call {PWNED}\n```",
    f'![x](x "onerror={PWNED}")',
    f"<iframe srcdoc='<script>{PWNED}</script>'></iframe>",
    f"&lt;script&gt;{PWNED}",
    f"<style onload={PWNED}></style>",
    f"</script><script>{PWNED}</script>",
    f"<?php {PWNED} ?>",
)


def scripts(notebook: Notebook) -> None:
    for text in SCRIPTS:
        notebook.insert(3, text, "markdown")
    notebook.insert(3, SCRIPTS[0], "raw", metadata={"raw_mimetype": "text/html", "tags": [SCRIPTS[0]]})
    notebook.insert(3, f"%%html\n{SCRIPTS[0]}")
    notebook.cell("question-move-the-rate").update(
        source="\n\n".join(SCRIPTS),
        attachments={
            SCRIPTS[1]: {"image/png": _png()},
            "a.svg": {"image/svg+xml": SCRIPTS[0]},
            "b.png": {"image/png": SCRIPTS[0]},
        },
    )
    image = {"image/png": _png(PWNED.encode()), "text/plain": SCRIPTS[0]}
    bad = {
        "text/html": SCRIPTS[0],
        "application/javascript": PWNED,
        "image/svg+xml": SCRIPTS[7],
        "text/latex": SCRIPTS[9],
        "text/markdown": SCRIPTS[2],
        "image/png": SCRIPTS[1],
        "image/jpeg": '" onerror="' + PWNED,
    }
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "display_data", "data": image, "metadata": {"isolated": SCRIPTS[0]}},
                {"output_type": "display_data", "data": bad, "metadata": {}},
                {"output_type": "stream", "name": "stdout", "text": SCRIPTS[0]},
                {"output_type": "error", "ename": SCRIPTS[0], "evalue": SCRIPTS[1], "traceback": [SCRIPTS[0]]},
            ]


def too_deep(notebook: Notebook) -> bytes:
    return b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
