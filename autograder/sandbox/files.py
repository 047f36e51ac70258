"""The files that a bare Python with the allowed packages reads, wherever this machine keeps them.

Virtual environments, pyenv, conda and a distribution's own Python differ in this alone. Other
packages, the course and the grader itself are not among them.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("numpy", "array_api_strict", "array_api_compat", "scipy")

_HERE = Path(__file__).resolve().parent
OWN = {
    "bootstrap": _HERE / "bootstrap.py",
    "confine": _HERE / "confine.py",
    "standins": _HERE / "standins.py",
    "wire": _HERE / "wire.py",
    "calling": _HERE / "calling.py",
    "workbench.rng": _HERE.parent.parent / "workbench" / "rng.py",
    "workbench.functions": _HERE.parent.parent / "workbench" / "functions.py",
}


@dataclass(frozen=True)
class Python:
    """Real paths all of them.

    executable, stdlib: of the base Python, also in a virtual environment.
    trees: folders of libraries. hidden: folders in them that hold other packages.
    packages: {name: folder}. others: what the packages and the loader need beside these.
    """

    executable: str
    stdlib: str
    trees: tuple[str, ...]
    hidden: tuple[str, ...]
    packages: dict[str, str]
    others: tuple[str, ...]

    def readable(self) -> list[str]:
        """Files and folders that may be read whole; nothing hidden is below any of them."""
        trees = [path for tree in (*self.trees, self.stdlib) for path in self._around(tree)]
        return [*trees, *self.packages.values(), *self.others]

    def _around(self, folder: str) -> list[str]:
        if folder in self.hidden:
            return []
        if not any(Path(h).is_relative_to(folder) for h in self.hidden):
            return [folder]
        entries = [entry for entry in os.scandir(folder) if not entry.is_symlink()]
        return [p for e in entries for p in (self._around(e.path) if e.is_dir() else [e.path])]


@functools.cache
def python() -> Python:
    """The running Python's files. Raises ModuleNotFoundError for a package that is not installed."""
    executable = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    stdlib = os.path.realpath(os.path.dirname(os.__file__))
    prefix = os.path.realpath(sys.base_prefix)
    wanted = [f"{prefix}/lib", f"{prefix}/lib64", stdlib, "/usr/lib", "/usr/lib64", "/lib", "/lib64"]
    trees: list[str] = []
    for tree in dict.fromkeys(os.path.realpath(t) for t in wanted if os.path.isdir(t)):
        if not any(Path(tree).is_relative_to(other) for other in trees):
            trees.append(tree)
    inside = [path for tree in trees for path in Path(tree).glob("python*/*-packages")]
    hidden = {str(path) for path in (*inside, *Path(stdlib).glob("*-packages"))}
    packages = {}
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"the package {name} is not installed")
        packages[name] = os.path.dirname(os.path.realpath(spec.origin))
    # A wheel's own BLAS lies beside it; Debian's NumPy finds its BLAS through /etc/alternatives.
    others = (*(f"{folder}.libs" for folder in packages.values()), "/etc/ld.so.cache", "/etc/alternatives")
    return Python(
        executable, stdlib, tuple(trees), tuple(hidden), packages, tuple(p for p in others if os.path.exists(p))
    )
