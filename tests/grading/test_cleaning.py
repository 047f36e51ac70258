"""What a student's cells show is readable where it is text, and dead where it is anything else."""

import base64
import json
import struct
import zlib

import pytest
from nbconvert.filters import markdown2html

from autograder import cleaning


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes, width=2, pixels=None) -> str:
    rows = zlib.compress(b"".join(b"\0" + bytes(3 * width) for _ in range(2)) if pixels is None else pixels)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 2, 8, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


KEPT = {
    "comparison": "a < b and b > a, 1<2, x <= y",
    "mathematics": r"$a < b$, $$\begin{aligned} a &= b \\ c &< d \end{aligned}$$",
    "code": "`a < b` and\n\n```python\nfor i in range(3):\n    print(i & 1, i<<2)\n```",
    "link": "[paper](https://arxiv.org/abs/1412.6980?a=1&b=2) and [below](#here)",
    "prose": "The data: it shows that a java script is slow. Adam & AdamW; R&D.",
    "list": "- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_plain_markdown_is_kept(text):
    assert cleaning.markdown(text) == text


def test_tag_in_mathematics_stays_readable():
    assert cleaning.markdown("$a<b$ and `List<int>`") == "$a< b$ and `List< int>`"


DEAD = {
    "script": "<script>x()</script>",
    "event": '<img src=x onerror="x()">',
    "link": "[x](javascript:x())",
    "entities": "[x](&#106;ava&#x73;cript&colon;x())",
    "named entities": "[x](java&Tab;script&colon;x())",
    "gaps": "[x](java\tscript:x())",
    "bracketed": "[x](<javascript:x()>)",
    "reference": "[x][1]\n\n[1]: JaVaScRiPt:x()",
    "escaped colon": r"[x](javascript\:x())",
    "autolink": "<javascript:x()>",
    "comment": "<!-- <script>x()</script> -->",
    "mathematics": r"$\href{javascript:x()}{y}$",
    "data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "vbscript": "[x](vbscript:x())",
    "details": "<details open ontoggle=x()>",
    "half a tag": "<img src=x onerror=x() //",
    "svg": "<svg/onload=x()>",
    "split": "<scr\x00ipt>x()</scr\x00ipt>",
    "processing": "<?xml x()?>",
    "diagram": "```mermaid\ngraph\n```",
}


@pytest.mark.parametrize("text", DEAD.values(), ids=DEAD)
def test_nothing_in_markdown_runs(text):
    page = markdown2html(cleaning.markdown(text)).lower()
    for sign in (
        "<script",
        "<img",
        "<svg",
        "<details",
        "<!--",
        "<?",
        'href="javascript',
        'href="data',
        'href="vbscript',
        "{javascript:",
        "mermaid",
    ):
        assert sign not in page


@pytest.mark.parametrize("mark", ["*[", "[`", "**[a](", "_"])
def test_text_of_very_many_marks_is_shown_as_code(mark):
    text = "a word\n\n" + mark * 3000
    assert {line[:4] for line in cleaning.markdown(text).split("\n")} == {"    "}
    assert cleaning.markdown(text[:300]) == text[:300]


def test_control_characters_go():
    assert cleaning.plain("a\x00\x1b[31m\x9b1m\x85\u202eb\u2066c\u2069\ud800\r\nd\te") == "a[31m1mbc\nd\te"
    assert cleaning.plain("Zoë 中 🙂 \u200d") == "Zoë 中 🙂 \u200d"


def test_png_is_written_anew_without_what_is_not_pixels():
    cleaned = cleaning.png(png(chunk(b"tEXt", b"Comment\0<script>")))
    assert cleaned == png()


BAD = {
    "not an image": base64.b64encode(b"<script>").decode(),
    "not base64": '" onerror="x()',
    "not text": 5,
    "wrong checksum": png()[:-8] + "AAAAAAAA",
    "too many pixels": png(width=1_000_000_000, pixels=bytes(100)),
    "bomb": png(pixels=bytes(10_000_000)),
    "too few pixels": png(pixels=b"\0"),
}


@pytest.mark.parametrize("encoded", BAD.values(), ids=BAD)
def test_what_is_no_png_is_dropped(encoded):
    assert cleaning.png(encoded) is None


def test_outputs_keep_text_and_images_alone():
    html = {"text/html": "<script>", "application/javascript": "x()", "text/plain": "Figure"}
    found = [
        {"output_type": "display_data", "data": html | {"image/png": png()}, "metadata": {"a": "<b>"}},
        {"output_type": "stream", "name": "stderr", "text": ["a", "b"]},
        {"output_type": "error", "ename": "<b>", "evalue": "", "traceback": []},
        {"output_type": "stream", "text": 7},
        "nonsense",
    ]
    kept = cleaning.outputs(found)
    assert [output["output_type"] for output in kept] == ["display_data", "stream"]
    assert set(kept[0]["data"]) == {"text/plain", "image/png"} and kept[0]["metadata"] == {}
    assert kept[1] == {"output_type": "stream", "name": "stderr", "text": "ab"}
    assert cleaning.outputs({"not": "a list"}) == []


def test_a_megabyte_of_text_is_cut():
    kept = cleaning.outputs([{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}] * 3)
    assert len(json.dumps(kept)) < cleaning.TEXT_LIMIT + 500


def test_attachments_are_images_under_harmless_names():
    found = {"a.png": {"image/png": png()}, '"><script>.png': {"image/png": png()}, "b.svg": {"image/svg+xml": "<svg>"}}
    assert cleaning.attachments(found) == {"a.png": {"image/png": png()}}
    assert cleaning.attachments([1]) == {}
