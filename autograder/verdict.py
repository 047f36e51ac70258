"""What came out of grading one kernel: the verdict, the points, the first thing wrong, the diagnosis."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

VERDICTS = (
    "right", "not attempted", "raised", "wrong type", "wrong shape", "wrong dtype", "wrong device", "not finite",
    "changed its inputs", "wrong value", "another convention", "not portable", "not from rng", "accepts bad input",
    "timed out", "killed", "below every bar", "below the top bar",
)  # fmt: skip
_CALLED = {"missing": "not attempted", "not_callable": "wrong type", "not_from_rng": "not from rng",
           "changed_inputs": "changed its inputs", "not_refused": "accepts bad input"}  # fmt: skip


def verdict_of(kind: str) -> str:
    """One of VERDICTS, from what the suite calls a finding."""
    return _CALLED.get(kind, kind.replace("_", " "))


@dataclass(frozen=True)
class Check:
    """One line of a report: values, dtype, inputs, randomness or portability."""

    name: str
    state: str  # right, wrong, or unknown: not looked at, since something before it is wrong
    message: str = ""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one kernel. Scores are in points; `score` never exceeds `points`.

    verdict: one of VERDICTS. quantity, case, step, index: where the first difference is.
    quantities: {returned quantity: right, wrong or unknown}, in the order of the algorithm.
    diagnosis: the ids of the known mistakes that explain everything, joined by "+"; None where none does.
    lines: the message in sentences, the most telling first. place: the student's own line, if one raised.
    """

    name: str
    points: float
    score: float
    verdict: str
    quantity: str | None = None
    case: str | None = None
    step: int | None = None
    index: tuple[int, ...] | None = None
    diagnosis: str | None = None
    lines: tuple[str, ...] = ()
    quantities: dict[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    place: str | None = None

    @property
    def right(self) -> bool:
        return self.verdict == "right"

    @property
    def values_right(self) -> bool:
        return bool(self.quantities) and set(self.quantities.values()) == {"right"}

    @property
    def message(self) -> str:
        return " ".join(self.lines)

    def to_json(self) -> dict:
        return dataclasses.asdict(self) | {"message": self.message}

    @classmethod
    def from_json(cls, data: dict) -> Verdict:
        known = {f.name for f in dataclasses.fields(cls)}
        data = {k: v for k, v in data.items() if k in known}
        index = data.get("index")
        return cls(**data | {
            "index": None if index is None else tuple(index),
            "lines": tuple(data.get("lines", ())),
            "checks": tuple(Check(**check) for check in data.get("checks", ())),
        })  # fmt: skip
