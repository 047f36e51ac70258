"""Stand-ins for the notebook's furniture: names that import and do nothing.

A set-up cell imports plots, progress bars and the checks themselves. None of them exists in the
sandbox, and none of that may cost an answer its points. This file stands alone.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types

MODULES = frozenset(
    ("autograder", "workbench", "matplotlib", "mpl_toolkits", "IPython", "ipywidgets", "sklearn", "tqdm", "google")
)
WORDS = ("check", "hint", "solution", "progress", "experiment", "get_ipython", "display")


class Nothing:
    """Whatever is asked of it, it answers with itself."""

    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def _self(self, *args, **kwargs):
        return self

    __call__ = __getitem__ = __enter__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _self
    __truediv__ = __rtruediv__ = __pow__ = __neg__ = __lt__ = __gt__ = __le__ = __ge__ = _self

    def __setitem__(self, key, value):
        pass

    def __exit__(self, *details):
        return None

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __bool__(self):
        return False

    def __float__(self):
        return 0.0

    def __repr__(self):
        return "<not here while grading>"


NOTHING = Nothing()


class _Module(types.ModuleType):
    __all__ = ()
    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return NOTHING


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the packages an answer may import where they lie, and a stand-in for the furniture.

    places: {dotted name: file or package folder}. Told one by one, so that no folder of other
    packages need be readable.
    """

    def __init__(self, places: dict[str, str]):
        self.places = dict(places)

    def find_spec(self, name, path=None, target=None):
        if name in self.places:
            place = self.places[name]
            if place.endswith(".py"):
                return importlib.util.spec_from_file_location(name, place)
            return importlib.util.spec_from_file_location(
                name, f"{place}/__init__.py", submodule_search_locations=[place]
            )
        if name.partition(".")[0] in MODULES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        if module.__name__.partition(".")[0] == "tqdm":  # a bar shows what a loop runs over
            module.tqdm = module.tqdm_notebook = lambda iterable=NOTHING, *args, **kwargs: iterable
            module.trange = module.tnrange = lambda *args, **kwargs: range(*args)


def install(places: dict[str, str]) -> None:
    sys.meta_path.append(Finder(places))
