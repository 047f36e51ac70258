"""Makes what a student's cells show safe for an instructor's browser: no script, no raw HTML, bounded in size.

nbgrader's pages render markdown with raw HTML in it and follow any link, so text is changed where it could start
a tag, whatever surrounds it: no second parser has to agree with the page's own on where code or mathematics ends.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import textwrap
import zlib
from collections.abc import Container

TEXT_LIMIT = 20_000  # characters of output a cell
IMAGE_LIMIT = 4_000_000  # bytes of one image
PIXEL_LIMIT = 16_000_000  # of one image
PIXELS_LIMIT = 40_000_000  # of a notebook's
OUTPUT_LIMIT = 40  # outputs a cell
MARKS_LIMIT = 2_000  # of markdown in a cell; none of the course has more than a tenth of that
PNG = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by PNG colour type

# A tag, a comment or an autolink begins with "<" and one of these. With a space between it is text, and still
# readable where it was code or mathematics: "a< b".
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# Character references could spell what the next two patterns look for.
_REFERENCE = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_GAP = r"[\s\x00-\x20\\]*"
_SCHEME = re.compile(
    "(" + "|".join(_GAP.join(scheme) for scheme in ("javascript", "vbscript", "livescript")) + ")" + _GAP + ":", re.I
)
_DATA = re.compile(r"\b(data)\s*\\?:(?=\s*[\w.+-]+/|,)", re.I)
# The page draws these blocks with a program of its own.
_DIAGRAM = re.compile(r"([`~]{3}[^\S\n]*)mermaid", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKS = re.compile(r"[][*_~`]")
_ATTACHED = re.compile(r"attachment\\?:([^\s()<>\"']*)")
_ATTACHMENT = re.compile(r"[\w][\w .()-]{0,80}")


class Pixels:
    """How many pixels a notebook may still show: each is unpacked once to be checked."""

    def __init__(self, left: int = PIXELS_LIMIT):
        self.left = left

    def take(self, pixels: int) -> bool:
        if not 0 < pixels <= min(self.left, PIXEL_LIMIT):
            return False
        self.left -= pixels
        return True


def plain(text: str) -> str:
    """Text without lone surrogates, which no file could hold, and control characters, those of direction too."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def markdown(text: str, kept: Container[str] = ()) -> str:
    """Markdown without raw HTML and without links that run something; all else reads as it did.

    Text with very many marks is shown as it is: the time to draw it grows as the square of their number.
    """
    text = _REFERENCE.sub("& ", plain(text))
    text = _TAG.sub("< ", text)
    text = _DATA.sub(r"\1 :", _SCHEME.sub(r"\1 :", text))
    # The page is not made at all where one is missing.
    text = _ATTACHED.sub(lambda found: found[0] if found[1] in kept else "attachment :" + found[1], text)
    if len(_MARKS.findall(text)) > MARKS_LIMIT:
        return textwrap.indent(text, "    ", lambda line: True)
    return _DIAGRAM.sub(r"\1text", text)


def outputs(found: object, pixels: Pixels | None = None, limit: int = TEXT_LIMIT) -> list[dict]:
    """Of a cell's outputs: plain text up to `limit` characters in all, and PNG images that decode, while `pixels` last.

    HTML, SVG, JavaScript, widgets, error reports and whatever is not an output are dropped.
    """
    kept, pixels = [], pixels or Pixels()
    for output in found if isinstance(found, list) else []:
        if not isinstance(output, dict) or len(kept) >= OUTPUT_LIMIT:
            continue
        kind, data = output.get("output_type"), output.get("data")
        if kind == "stream":
            text = _text(output.get("text"), limit)
            limit -= len(text)
            if text:
                name = "stderr" if output.get("name") == "stderr" else "stdout"
                kept.append({"output_type": "stream", "name": name, "text": text})
        elif kind in ("display_data", "execute_result") and isinstance(data, dict):
            text, image = _text(data.get("text/plain"), limit), png(data.get("image/png"), pixels)
            limit -= len(text)
            shown = ({"text/plain": text} if text else {}) | ({"image/png": image} if image else {})
            if shown:
                kept.append({"output_type": "display_data", "data": shown, "metadata": {}})
    return kept


def attachments(found: object, pixels: Pixels | None = None) -> dict:
    """Of a markdown cell's attachments: PNG and JPEG images under harmless names."""
    kept, pixels = {}, pixels or Pixels()
    for name, bundle in found.items() if isinstance(found, dict) else ():
        if isinstance(name, str) and _ATTACHMENT.fullmatch(name) and isinstance(bundle, dict) and len(kept) < 10:
            shown = {"image/png": png(bundle.get("image/png"), pixels), "image/jpeg": jpeg(bundle.get("image/jpeg"))}
            if any(shown.values()):
                kept[name] = {kind: image for kind, image in shown.items() if image}
    return kept


def png(encoded: object, budget: Pixels | None = None) -> str | None:
    """A PNG in base64, checked chunk by chunk and written anew with those alone that make its pixels; else None."""
    data = _decode(encoded)
    if data is None or not data.startswith(PNG):
        return None
    at, chunks = len(PNG), []
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 8 + length
        kind, body, checksum = data[at + 4 : at + 8], data[at + 8 : end], data[end : end + 4]
        if len(body) != length or checksum != struct.pack(">I", zlib.crc32(kind + body)):
            return None
        chunks.append((kind, body))
        at = end + 4
        if kind == b"IEND":
            break
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or len(chunks[0][1]) != 13:
        return None
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", chunks[0][1])
    if colour not in CHANNELS or depth not in (1, 2, 4, 8, 16) or interlace:
        return None
    if not (budget or Pixels()).take(width * height):
        return None
    expected = height * (1 + (width * depth * CHANNELS[colour] + 7) // 8)
    pixels = b"".join(body for kind, body in chunks if kind == b"IDAT")
    try:
        if len(zlib.decompressobj().decompress(pixels, expected + 1)) != expected:
            return None
    except zlib.error:
        return None
    wanted = (b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND")
    clean = PNG + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
        if kind in wanted
    )
    return base64.b64encode(clean).decode()


def jpeg(encoded: object) -> str | None:
    """A JPEG in base64 by its first and last bytes, else None."""
    data = _decode(encoded)
    if data is None or not data.startswith(b"\xff\xd8\xff") or not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    return base64.b64encode(data).decode()


def _decode(encoded: object) -> bytes | None:
    if isinstance(encoded, list) and all(isinstance(part, str) for part in encoded):
        encoded = "".join(encoded)
    if not isinstance(encoded, str) or len(encoded) > IMAGE_LIMIT * 3 // 2:
        return None
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if len(data) <= IMAGE_LIMIT else None


def _text(found: object, limit: int) -> str:
    if isinstance(found, list) and all(isinstance(part, str) for part in found):
        found = "".join(found)
    if not isinstance(found, str) or limit <= 0:
        return ""
    text = plain(found[: limit + 1].replace("\x1b", ""))
    return text if len(found) <= limit else text[:limit] + "\n[the rest is left out]"
