"""Shows verdicts: HTML in a notebook, in its light and its dark theme, and plain text elsewhere."""

from __future__ import annotations

import re
import sys
import textwrap
from html import escape

from autograder.exercise import Assignment
from autograder.verdict import Verdict

# Mid tones that keep their contrast on white and on near-black, and that do not rely on red against green:
# right is blue, wrong is orange, and each has its word.
COLOUR = {"right": "#2b83ba", "wrong": "#d9701e", "another": "#b07d12", "unknown": "#888888"}
_BOX = ("border-left:4px solid {colour};padding:.35em .8em;margin:.3em 0;line-height:1.5;max-width:56em;"
        "font-family:system-ui,sans-serif;font-size:14px;color:inherit")  # fmt: skip
_CODE = ("font-family:ui-monospace,Menlo,Consolas,monospace;font-size:93%;background:rgba(128,128,128,.16);"
         "padding:0 .25em;border-radius:3px")  # fmt: skip


def _tone(verdict: Verdict) -> str:
    if verdict.right:
        return "right"
    if verdict.verdict == "not attempted":
        return "unknown"
    partly = verdict.verdict in ("another convention", "below the top bar")
    return "another" if partly or verdict.values_right else "wrong"


def _points(verdict: Verdict) -> str:
    return f"{verdict.score:g} of {verdict.points:g} points"


def headline(verdict: Verdict) -> str:
    """A verdict in a few words: `right`, `wrong value in w`, `right on NumPy, not portable`."""
    if verdict.values_right and not verdict.right:
        return f"values right; {verdict.verdict}"
    if verdict.quantity and verdict.verdict != "another convention":
        return f"{verdict.verdict} in {verdict.quantity}"
    return verdict.verdict


def to_text(verdicts: list[Verdict]) -> str:
    """A report for a terminal or a log."""
    blocks = []
    for v in verdicts:
        rows = [f"{v.name:<58} {_points(v):>20}"]
        if not v.right:
            states = _states(v) if v.quantity and len(v.quantities) > 1 else ""
            rows.append(f"  {headline(v)}" + (f"   ({states})" if states else ""))
        lines = v.lines if v.verdict != "not attempted" or len(v.lines[0]) > 20 else ()
        for line in (*lines, *_also(v)):
            rows += textwrap.wrap(line.replace("`", ""), 100, initial_indent="    ", subsequent_indent="    ")
        blocks.append("\n".join(rows))
    return "\n".join(blocks)


def _also(verdict: Verdict) -> list[str]:
    """What else is wrong where the values are right."""
    return [c.message for c in verdict.checks if c.message and c.message not in verdict.lines]


def _states(verdict: Verdict) -> str:
    return ", ".join(f"{quantity} {state}" for quantity, state in verdict.quantities.items())


def _inline(text: str) -> str:
    """Escapes a sentence; what stands between backquotes becomes code."""
    return re.sub(r"`([^`]+)`", rf'<code style="{_CODE}">\1</code>', escape(text))


def to_html(verdicts: list[Verdict]) -> str:
    """A report for a notebook: no script, no style sheet, no colour that only one theme can show."""
    return "".join(_block(v) for v in verdicts)


def _block(v: Verdict) -> str:
    tone = _tone(v)
    colour = COLOUR[tone]
    word = f'<span style="color:{colour};font-weight:600">{escape(headline(v))}</span>'
    head = (f'<div style="display:flex;justify-content:space-between;gap:2em"><span><code style="{_CODE}">'
            f"{escape(v.name)}</code> &nbsp;{word}</span><span>{_points(v)}</span></div>")  # fmt: skip
    rows = []
    if v.quantity and len(v.quantities) > 1:
        cells = [
            f'{escape(q)} <span style="color:{COLOUR[s]};font-weight:600">{s}</span>' for q, s in v.quantities.items()
        ]
        rows.append(", ".join(cells))
    if v.verdict != "not attempted":
        rows += [_inline(line) for line in v.lines]
        if v.values_right:
            rows += [_inline(line) for line in _also(v)]
    elif not v.lines[0].startswith("Not attempted"):
        rows.append(_inline(v.lines[0]))
    body = "".join(f'<div style="margin-top:.2em">{row}</div>' for row in rows)
    return _box(tone, head, body)


def in_notebook() -> bool:
    """Whether somebody looks at this through a notebook."""
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    return bool(shell) and type(shell).__name__ != "TerminalInteractiveShell"


def _display(html: str, text: str) -> None:
    if in_notebook():
        from IPython.display import display

        display({"text/html": html, "text/plain": text}, raw=True)
    else:
        print(text)


def show(verdicts: list[Verdict]) -> None:
    _display(to_html(verdicts), to_text(verdicts))


def _box(tone: str, title: str, body: str = "") -> str:
    return f'<div style="{_BOX.format(colour=COLOUR[tone])}">{title}{body}</div>'


def show_line(text: str) -> None:
    _display(_box("unknown", _inline(text)), text)


def show_text(title: str, text: str) -> None:
    html = _box("unknown", f"<b>{_inline(title)}</b>", f"<div>{_inline(text)}</div>")
    _display(html, f"{title}\n{textwrap.fill(text, 100, initial_indent='  ', subsequent_indent='  ')}")


def show_code(title: str, code: str) -> None:
    style = "margin:.4em 0 0;overflow-x:auto;color:inherit;background:transparent"
    html = _box("right", f"<b>{_inline(title)}</b>", f'<pre style="{style}">{escape(code)}</pre>')
    _display(html, f"{title}\n\n{textwrap.indent(code, '    ')}")


def show_progress(assignment: Assignment, last: dict[str, Verdict]) -> None:
    """One row a kernel: what it is worth, what it has earned, where it stands."""
    rows, text = [], []
    for e in assignment.exercises:
        v = last.get(e.name)
        tone, word = (_tone(v), headline(v)) if v else ("unknown", "not checked in this session")
        kind, score = "" if e.core else "optional", f"{v.score if v else 0:g}"
        cells = (
            ("left", f'<code style="{_CODE}">{escape(e.name)}</code>'),
            ("left", kind),
            ("right", f"{score} of {e.points:g}"),
            ("left", f'<span style="color:{COLOUR[tone]};font-weight:600">{escape(word)}</span>'),
        )
        rows.append("<tr>" + "".join(f'<td style="text-align:{side}">{cell}</td>' for side, cell in cells) + "</tr>")
        text.append(f"  {e.name:<28}{kind:<10}{score:>6} of {e.points:<5g} {word}")
    sums = {core: [0.0, 0.0] for core in (True, False)}
    for e in assignment.exercises:
        sums[e.core][0] += last[e.name].score if e.name in last else 0.0
        sums[e.core][1] += e.points
    told = [f"{done:g} of {points:g} {word} points" for (done, points), word in
            zip(sums.values(), ("core", "optional"), strict=True) if points]  # fmt: skip
    title = f"{assignment.name}: {', '.join(told)}"
    table = f'<table style="margin:.3em 0;border-collapse:collapse;color:inherit">{"".join(rows)}</table>'
    _display(_box("unknown", f"<b>{escape(title)}</b>", table), "\n".join([title, *text]))
