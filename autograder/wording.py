"""The grader's sentences: what each finding is called, and what to do about it, in a student's words."""

from __future__ import annotations

import math

from autograder.contest import Bar
from autograder.exercise import Budget
from autograder.suite.trial import Finding

PORTABLE = {
    "numpy_call": "an `np.` function or number met an array that lives on a device. Take the function of the array's "
    "own namespace, `xp = array_namespace(...)`, and `math` for numbers.",
    "numpy_scalar": "a NumPy number met an array of another library. Use Python floats, and `math.sqrt(...)` for them.",
    "numpy_array": "a NumPy array met an array of another library. Make new arrays with `xp.zeros(..., "
    "dtype=w.dtype, device=w.device)` or `xp.zeros_like(w)`.",
    "list": "a Python list stood where an array should. Write `xp.asarray(..., dtype=w.dtype, device=w.device)`.",
    "scalar_function": "an `xp.` function got a Python number. For scalars use `math`: `math.sqrt(...)`.",
    "device": "arrays of two devices met: a new array was made on the default device. Say where: "
    "`xp.zeros(..., device=w.device)`.",
    "promotion": "two dtypes met that the standard does not combine. Convert first: `xp.astype(mask, w.dtype)`.",
    "partial_index": "the standard wants an index for every axis. Write `x[0, ...]` for `x[0]`, and "
    "`xp.take(x, indices, axis=0)` for `x[indices]`.",
    "index_array": "an array of integers as an index beside `:` or `...` is not in the standard. Use "
    "`xp.take(x, indices, axis=0)`.",
    "index_set": "the standard does not assign to places that index arrays name. Compare instead, "
    "`labels[:, None] == xp.arange(classes, ...)`, and choose with `xp.where`.",
    "slice_end": "a slice reached beyond the end, which the standard leaves open. Write `min(stop, x.shape[0])`.",
    "list_index": "a list was used as an index. Use `xp.take(x, indices, axis=0)`.",
    "length": "`len(x)` is not in the standard. Use `x.shape[0]`.",
    "iteration": "arrays of the standard are not looped over. Loop over `range(x.shape[0])` and write `x[i, ...]`.",
    "method": "arrays of the standard have no such method, but the namespace has a function: `xp.mean(x, axis=0)`, "
    "`xp.reshape(x, shape)`, `xp.asarray(x, copy=True)`.",
    "not_in_standard": "this function is not in the array API standard, so not every library has it.",
    "correction": "the standard says `correction=1`, not `ddof=1`.",
    "position": "the standard takes this argument by name only: `xp.sum(x, axis=0)`.",
    "shape": "the standard takes a shape as a tuple: `xp.reshape(x, (-1,))`.",
    "keyword": "a function got an argument that the standard does not know (it says `axis=` and `keepdims=`).",
    "transpose": "`x.T` is for two axes only. Use `x.mT` or `xp.permute_dims`.",
    "host_sync": "an array was turned into a Python number (`float(x)`, `if x > 0`, `math.sqrt(x)`). On a GPU "
    "that waits for all earlier work. Keep it an array: `xp.where`, `xp.sqrt`.",
    "host_array": "a NumPy array came back where the inputs were of another library. Stay in their namespace.",
    "wrong_device": "a returned array is not on the device of the inputs. Give `device=` to what you create.",
    "other": "it fails on an array library that has nothing but the array API standard (array-api-strict): a function, "
    "an argument or a mixture of arrays that other libraries lack.",
}

SLIPS = {
    "rng_arguments": "`rng.normal` takes the shape alone, `rng.uniform` takes (shape, low, high).",
    "caret": "A power is written `**`; `^` is something else in Python.",
    "math_of_array": "The functions of `math` take numbers. For arrays there is `xp.sqrt`.",
}

FORMS = {"None": "None (is a `return` missing?)", "numpy scalar": "a NumPy scalar", "float": "a Python float",
         "int": "a Python int", "bool": "a Python bool", "list": "a list", "dict": "a dictionary", "tuple": "a tuple",
         "text": "text", "array": "an array", "complex": "a complex number",
         "stand-in": "made by a package that is not there while grading (NumPy and SciPy are)"}  # fmt: skip


def form(name: str) -> str:
    return FORMS.get(name, f"an {name}" if name[0] in "aeiou" else name)


def where(case: str, step: int | None, index: tuple[int, ...] | None) -> str:
    parts = [f'case "{case}"']
    if step is not None:
        parts.append(f"step {step}")
    if index is not None:
        parts.append(f"index {index[0] if len(index) == 1 else index}")
    return ", ".join(parts)


def problem_lines(name: str, finding: Finding, returns: tuple[str, ...], place: str | None) -> tuple[str, ...]:
    """A kernel that could not be called, or that returned no arrays."""
    problem, at = finding.problem, f'case "{finding.case}"'
    if problem["kind"] == "missing":
        return (f"There is no function named {name}.",)
    if problem["kind"] == "not_callable":
        return (f"{name} is not a function. Was the name used again for something else?",)
    if problem["kind"] == "not_attempted":
        return ("Not attempted yet.",)
    if problem["kind"] == "timed_out":
        return ("It did not come back in time. Is there a loop that never ends?",)
    if problem["kind"] == "killed":
        return ("Its process was stopped: too much memory, or something that a kernel has no business doing.",)
    if problem["kind"] == "wrong_type":
        wanted = f"({', '.join(returns)})" if len(returns) > 1 else returns[0]
        if len(returns) > 1 and problem.get("quantity"):
            return (f"{problem['quantity']} is {form(problem['form'])}. Return {wanted}.", f"In {at}.")
        if len(returns) > 1 and problem["form"] == "array":
            return (f"It returned one array. {len(returns)} are asked for: {wanted}.", f"In {at}.")
        if problem["form"] == "list" and len(returns) == 1:
            return ("It returned a list. Return an array; `xp.stack` makes one of several, `xp.asarray` of numbers.",
                    f"In {at}.")  # fmt: skip
        count = f" of {problem['count']}" if problem.get("count") is not None else ""
        returned = "What it returned is" if problem["form"] == "stand-in" else "It returned"
        return (f"{returned} {form(problem['form'])}{count}. Return {wanted}.", f"In {at}.")
    by = f" at `{place}`" if place else ""
    if problem["error"] in ("SyntaxError", "IndentationError", "TabError"):
        return (f"Its cell is not Python: {problem['error']}{by}.",)
    told = problem.get("text") or problem["error"] or PORTABLE.get(problem["reason"], PORTABLE["other"])
    if problem["file"] is None and problem["error"] == "TypeError":
        return (f"It cannot be called with the arguments of the stub: keep their names and order. ({told})",)
    slip = (SLIPS[problem["reason"]],) if problem["reason"] in SLIPS else ()
    return (f"It raised {told}{by}, in {at}.", *slip)


def hidden_lines(finding: Finding) -> tuple[str, ...]:
    """Right on the public numbers, wrong on secret ones: nothing that came of those may be told."""
    return ("It is right on the numbers that check uses, but not on others of the same kind. Does it leave an argument "
            "out, hold a number of its own, or count on something that the docstring does not promise?",)  # fmt: skip


def difference_lines(finding: Finding) -> tuple[str, ...]:
    """The first wrong quantity, where it is wrong and by how much."""
    d = finding.difference
    at = where(d.case, d.step, d.index)
    if d.kind == "wrong_type":
        also = " Its value is right." if d.same_values else ""
        why = ""
        if (d.got, d.expected) == ("numpy scalar", "a Python float"):
            why = " A NumPy number turns float32 weights into float64 later on."
        elif d.expected == "an array (0-d)" and d.got in ("float", "int", "bool"):
            why = " On a GPU a Python number waits for all earlier work."
        return (f"{d.quantity} is {form(d.got)}; return {d.expected}.{also}{why}", f"In {at}.")
    if d.kind == "wrong_shape":
        also = " The numbers in it are right." if d.same_values else ""
        return (f"{d.quantity} has {d.got}, expected {d.expected}.{also}", f"In {at}.")
    if d.kind == "wrong_dtype":
        if d.expected.startswith("float"):
            return (f"{d.quantity} is {d.got} where its input is {d.expected}.", f"In {at}.")
        return (f"{d.quantity} is {d.got}; its entries should be {d.expected}.", f"In {at}.")
    if d.facet:
        return (f"{d.quantity}, {d.facet}: expected {d.expected}, got {d.got}.", f"In {at}.")
    return (f"{d.quantity}: {at}: expected {d.expected}, got {d.got}.",)


def fault_lines(finding: Finding) -> tuple[str, ...]:
    """What a contest's kernel returned is no set of parameters."""
    more = finding.more
    if more.get("hidden"):
        return ("It works on the first split that check uses, but not on secret ones.",)
    kind = form(more["got"]) if finding.kind == "wrong_type" else ""
    told = {
        "wrong_type": "{quantity} is {kind}; return an array of shape {expected}.",
        "wrong_dtype": "{quantity} is {got}; return float32 arrays, or float64.",
        "wrong_shape": "{quantity} has shape {got}, expected {expected}.",
        "not_finite": "{quantity} is not finite: there is a NaN or an infinite number in it. Did the training diverge?",
    }[finding.kind]
    return (told.format(kind=kind, **more), f'In case "{finding.case}".')


def overdrawn_lines(finding: Finding, budget: Budget) -> tuple[str, ...]:
    """A kernel with a budget that did not come back."""
    if finding.kind == "timed_out":
        return (f"It was not done in {budget.seconds:g} seconds of CPU time. Is there a loop that never ends, or are "
                "there too many steps?",)  # fmt: skip
    return (f"Its process was stopped: more than {budget.memory >> 20} MiB of memory, or something that a kernel has "
            "no business doing.",)  # fmt: skip


def percent(share: float) -> str:
    """Rounded down, so that nothing below a bar looks as if it were on it."""
    return f"{math.floor(1000.0 * share + 1e-9) / 10.0:.1f} %"


def contest_lines(means: dict, shares: dict | None, bar: Bar | None, ahead: Bar | None) -> tuple[str, ...]:
    """How well a contest's nets did by kind of data, the bar that they clear and the next one.

    shares: of each split, where they may be told.
    """

    def asked(of: Bar) -> str:
        return " and ".join(f"{percent(least)} on {kind}" for kind, least in of.accuracy.items())

    lines = []
    for kind, mean in means.items():
        each = f" ({', '.join(percent(share) for share in shares[kind])})" if shares else ""
        lines.append(f"{kind}: {percent(mean)} of the test examples{each}.")
    if bar:
        lines.append(f"That clears the bar at {asked(bar)}: {bar.points:g} points.")
    if ahead:
        lines.append(f"The next bar is at {asked(ahead)}, for {ahead.points:g} points.")
    return tuple(lines)


def check_line(finding: Finding, place: str | None) -> str:
    """Why a check other than the values failed."""
    problem = finding.problem
    if finding.kind == "changed_inputs":
        names = finding.more["changed"]
        which = f"argument {names[0]}" if len(names) == 1 else f"arguments {', '.join(names)}"
        return f"It changes its {which} in place. Make a new array: `{names[0]} = {names[0]} - ...`, not `-=`."
    if finding.kind == "wrong_dtype":
        if problem:
            return f'With float32 inputs it fails, in case "{finding.case}".'
        return (f"With float32 inputs {finding.more['quantity']} comes back as {finding.more['got']}. A NumPy number "
                "or a new array without `dtype=` does that.")  # fmt: skip
    if finding.kind == "wrong_type":
        return " ".join(difference_lines(finding))
    if finding.kind == "not_from_rng":
        if finding.more.get("repeated"):
            return "Two different generators give the same numbers. Draw from the `rng` that is passed in."
        return "The same generator twice gives different numbers. Draw from the `rng` that is passed in, nowhere else."
    if finding.kind == "not_refused":
        got = f"It raises {problem['error']}" if problem and problem["error"] else "It returns something"
        return f'In case "{finding.case}" the docstring asks for a {finding.more["wanted"]}. {got}.'
    if finding.difference:
        return "On another array library its values come out different: " + " ".join(difference_lines(finding))
    reason = problem["reason"] if problem["reason"] in PORTABLE else "other"
    at = f" (at `{place}`)" if place else ""
    return f"{PORTABLE[reason][0].upper()}{PORTABLE[reason][1:]}{at}"
