"""The bar shows in a notebook alone, leaves nothing behind, and can never stop a run."""

import types

import pytest

from workbench import progress


class Shell:
    kernel = object()


class Widget:
    def __init__(self, **kwargs):
        self.shown, self.closed, self.max = [], False, kwargs["max"]

    value = property(lambda self: self.shown[-1], lambda self, value: self.shown.append(value))

    def close(self):
        self.closed = True


@pytest.fixture
def notebook(monkeypatch):
    """A stand-in for a notebook's kernel with widgets; gives what was displayed and what replaced it."""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "REFRESH", 0.0)
    displayed, replaced = [], []

    def display(thing, display_id):
        displayed.append(thing)
        return types.SimpleNamespace(update=lambda new: replaced.append(new.data))

    widgets = types.SimpleNamespace(IntProgress=Widget)
    shown = types.SimpleNamespace(display=display, HTML=lambda text: types.SimpleNamespace(data=text))
    monkeypatch.setitem(progress.sys.modules, "IPython", types.SimpleNamespace(get_ipython=Shell, display=shown))
    monkeypatch.setitem(progress.sys.modules, "IPython.display", shown)
    monkeypatch.setitem(progress.sys.modules, "ipywidgets", widgets)
    return displayed, replaced, widgets


def test_there_is_no_notebook_here():
    assert not progress.in_notebook()


def test_the_bar_counts_and_then_vanishes(notebook, capsys):
    displayed, replaced, _ = notebook
    assert list(progress.progress(4)) == [0, 1, 2, 3]
    assert len(displayed) == 1
    assert displayed[0].max == 4
    assert displayed[0].shown == [1, 2, 3, 4]
    assert displayed[0].closed
    assert replaced == [""]
    assert capsys.readouterr() == ("", "")


def test_the_bar_vanishes_when_a_run_is_broken_off(notebook):
    displayed, replaced, _ = notebook
    run = progress.progress(10)
    next(run)
    next(run)
    run.close()
    assert displayed[0].closed
    assert replaced == [""]


def test_a_short_run_shows_no_bar(notebook, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 1e9)
    assert list(progress.progress(3)) == [0, 1, 2]
    assert notebook[0] == []


def test_a_notebook_without_widgets_trains_all_the_same(notebook, capsys):
    displayed, _, widgets = notebook
    del widgets.IntProgress
    assert list(progress.progress(3)) == [0, 1, 2]
    assert displayed == []
    assert capsys.readouterr() == ("", "")
