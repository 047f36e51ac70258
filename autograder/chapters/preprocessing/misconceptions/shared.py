"""Edits and mistakes that several files here use."""

from autograder.exercise import Misconception


def first(line: str, before: str) -> tuple[tuple[str, str], ...]:
    """The edit that puts a line before the line that begins with `before`."""
    return ((f"    {before}", f"    {line}\n    {before}"),)


def unguarded(line: str, name: str) -> Misconception:
    """A constant feature that divides by zero; `line` is the guard."""
    return Misconception(
        "constant_divides_by_zero",
        f"Where {name} is 0 this divides by it, and gives NaN or infinity. The exercise divides by 1 there.",
        "Which pixels of the digits never change, and what do you divide them by?",
        edits=((line, line[: line.index(" = ") + 3] + name),),
    )


def softened(line: str, name: str, look: str) -> tuple[Misconception, ...]:
    """A small number in place of the guard."""
    return tuple(
        Misconception(
            f"{number}_added",
            f"{number} is added to {name} so that nothing divides by 0, as in batch normalization. It makes every "
            "feature a little too small, and a constant feature with a new value explodes. The exercise divides by "
            f"{name} itself, and by 1 where that is 0.",
            look,
            edits=((line, f"{line[: line.index(' = ')]} = {name} + {number}"),),
            convention=True,
            source="batch normalization, and many tutorials",
        )
        for number in ("1e-8", "1e-7", "1e-6", "1e-5")
    )


def floored(line: str, name: str) -> tuple[Misconception, ...]:
    """A tiny number in place of 0: the smaller ones are as good as added."""
    return tuple(
        Misconception(
            f"{number}_for_zero",
            f"{name} is kept from falling below {number}, so a constant feature divides by {number}: a new value that "
            "differs a little becomes a huge number. The exercise divides by 1 where it is 0.",
            "A feature was 3 in all training examples, and the next one brings 3.1. What do you make of it?",
            edits=((line, f"{line[: line.index(' = ')]} = np.maximum({name}, {number})"),),
        )
        for number in ("1e-8", "1e-10", "1e-12")
    )


def zeroed(old: str, name: str, value: str, becomes: str) -> tuple[Misconception, ...]:
    """A constant feature that gets a value of its own, or is left alone."""
    return (
        Misconception(
            "constant_becomes_fixed",
            f"Where {name} is 0 every value becomes {becomes}, also one that differs from the constant. Dividing by 1 "
            "there keeps the difference.",
            "A feature was 3 in all training examples, and the next one brings 3.5. Does your kernel tell the two "
            "apart?",
            edits=((old, f"np.where({name} == 0.0, {value}, {old})"),),
        ),
        Misconception(
            "constant_left_alone",
            f"Where {name} is 0 the values are left as they came. Only the division is by 1 there; all else is done "
            "as everywhere.",
            "A feature was 3 in all training examples. What should a 3 become?",
            edits=((old, f"np.where({name} == 0.0, x, {old})"),),
        ),
    )


def guarded_otherwise(line: str, name: str, result: str) -> tuple[Misconception, ...]:
    """Other guards that do more or less than one for exactly 0; `result` is what the reference returns."""
    to = line[: line.index(" = ")]
    return (
        Misconception(
            "small_taken_for_zero",
            f"A small {name} is replaced by 1, not only one of 0: a feature whose unit makes all its values tiny is "
            "then not divided at all. The exercise replaces 0 alone.",
            "Measure a feature in kilometres instead of nanometres. Should the result change?",
            edits=((line, f"{to} = np.where({name} < 1e-8, 1.0, {name})"),),
        ),
        Misconception(
            "one_at_least",
            f"{name} is kept from falling below 1, so nothing with a smaller one is divided. Only where it is 0 "
            "does the exercise divide by 1.",
            "What do you divide by where it is 0.5?",
            edits=((line, f"{to} = np.maximum({name}, 1.0)"),),
        ),
        Misconception(
            "no_feature_divided_if_one_is_constant",
            f"As soon as one {name} is 0 nothing is divided any more, also not what does vary. Choose one by one.",
            "Does a constant feature change what becomes of the others?",
            edits=((line, f"{to} = np.ones_like({name}) if np.any({name} == 0.0) else {name}"),),
        ),
        Misconception(
            "nan_replaced_afterwards",
            f"Where {name} is 0 this divides by it and then replaces NaN by 0 and infinity by the largest number there "
            "is. The exercise divides by 1 there.",
            "A feature was 3 in all training examples, and the next one brings 3.5. What do you make of it?",
            edits=((line, f"{to} = {name}"), (f"return {result}", f"return np.nan_to_num({result})")),
            source="np.nan_to_num",
        ),
    )
