"""Collects what students handed in, by nbgrader's exchange or in archives: notebooks, and no other file of theirs.

The files are theirs, and so are their names: no link is followed, and one student's mischief stays their own.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
import zipfile
import zlib
from datetime import datetime
from pathlib import Path, PurePosixPath

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin

from autograder import cells
from autograder.handed_in import KEPT_LIMIT, NOTEBOOK, STUDENT, best, notebooks

MEMBERS_LIMIT = 2_000
_ODD = re.compile(r"[^\w .()@+-]")
# Of nbgrader's and zipfile's ways to fail over one submission: those that must not end the whole class's collection.
FAILURES = (OSError, RuntimeError, ValueError, ArithmeticError, MemoryError, EOFError, zipfile.BadZipFile, zlib.error)
# student_04_adaptive.ipynb, or 04_adaptive.ipynb at any depth in a folder or an archive with the student's name.
# Only the outermost name tells who it was: what is in an archive was named by the one who made it.
NAMES = (
    r"(?P<student_id>[A-Za-z0-9][\w.@+-]*?)(?:_|/(?!__MACOSX/)(?:[^/.][^/]*/)*(?:[^/.][^/]*_)?)"
    r"(?P<file_id>\d\d_[a-z]+(?:_[a-z]+)*)(?![a-z_0-9])[^/]*\.ipynb$"
)


def take(files: list[Path], folder: Path, at: Path, complain) -> None:
    """Copies notebooks from `folder` to the same places in `at`, as plain files with the endings they should have."""
    for path in files:
        try:
            content = cells.content(path)
        except cells.Unreadable as reason:
            complain("Not collected: %a (%s)", str(path), reason)
            continue
        to = at.joinpath(*map(_plain, path.relative_to(folder).parts))
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content)
        os.utime(to, (path.lstat().st_mtime,) * 2)


def _plain(name: str) -> str:
    """A name for the instructor's own disk and log."""
    name = re.sub(r"(\.ipynb)(?:\.json|\.txt)?$", ".ipynb", name, flags=re.I)
    return _ODD.sub("_", name)[-120:]


class CollectFiles(ExchangeCollect):
    """nbgrader's collect, that takes the notebooks and the time stamp, and goes on where one student's folder fails."""

    def _path_to_record(self, path):
        try:
            return super()._path_to_record(path)
        except Exception:  # a folder that nbgrader's submit did not make
            return {"username": "", "filename": Path(path).name, "timestamp": datetime.min}

    def copy_files(self):
        for record in self.src_records:
            if not STUDENT.fullmatch(record["username"]):
                self.log.warning("Not collected, since it is no submission: %a", record["filename"])
        self.src_records = [record for record in self.src_records if STUDENT.fullmatch(record["username"])]
        super().copy_files()

    def do_copy(self, src: str, dest: str, log=None) -> None:
        with tempfile.TemporaryDirectory() as staging:
            files = Path(staging, "files")
            files.mkdir()
            try:
                if os.path.islink(src):
                    self.log.warning("Not collected, since it is a link: %a", src)
                else:
                    stamp = Path(src, "timestamp.txt")
                    take([*notebooks(Path(src)), *[stamp] * os.path.lexists(stamp)], Path(src), files, self.log.warning)
                super().do_copy(str(files), dest, log)
            except FAILURES as error:
                self.log.warning("Not collected: %a (%s)", src, type(error).__name__)
                os.makedirs(dest, exist_ok=True)


class ExtractNotebooks(ExtractorPlugin):
    """Takes the notebooks out of files, folders and zip archives; one that is broken costs nobody else anything."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        for path in sorted(Path(archive_path).iterdir()):
            to = Path(extracted_path, path.stem if path.suffix.lower() == ".zip" else path.name)
            try:
                if path.is_symlink() or _ODD.search(path.name):
                    self.log.warning("Not extracted, for its name, or since it is a link: %a", path.name)
                elif path.is_dir():
                    take(notebooks(path), path, to, self.log.warning)
                elif path.suffix.lower() == ".zip":
                    self.unpack(path, to)
                elif NOTEBOOK.fullmatch(path.name):
                    take([path], path.parent, Path(extracted_path), self.log.warning)
                else:
                    self.log.warning("Neither a notebook nor a zip archive: %a", path.name)
            except FAILURES as error:
                self.log.warning("Not extracted: %a (%s)", path.name, type(error).__name__)

    def unpack(self, path: Path, to: Path) -> None:
        """Writes an archive's notebooks below `to`, whatever it calls them and whatever size it says they have."""
        taken = 0
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:MEMBERS_LIMIT]:
                parts = PurePosixPath(member.filename.replace("\\", "/")).parts
                inside = all(part[0] not in "./" and part != "__MACOSX" for part in parts)
                if not parts or not inside or len(parts) > 5 or not NOTEBOOK.fullmatch(parts[-1]) or member.is_dir():
                    continue
                if member.file_size > cells.FILE_LIMIT or taken == KEPT_LIMIT:
                    self.log.warning("Not extracted, since it is too much: %a of %a", member.filename, path.name)
                    continue
                with archive.open(member) as file:
                    content = file.read(cells.FILE_LIMIT)
                at = to.joinpath(*map(_plain, parts))
                at.parent.mkdir(parents=True, exist_ok=True)
                at.write_bytes(content)
                os.utime(at, (time.mktime((*member.date_time, 0, 0, -1)),) * 2)
                taken += 1
        if not taken:
            self.log.warning("No notebook in %a", path.name)


class CollectNotebooks(FileNameCollectorPlugin):
    """One notebook of each student: of several in an archive the one that grading would read, and no second one."""

    def __init__(self, **kw):
        super().__init__(**kw)
        self.collected: dict[tuple[str, str], str] = {}

    def _match(self, filename: str) -> dict | None:
        extracted = self.parent._format_collect_path(self.parent.extracted_directory)
        return super()._match(os.path.relpath(filename, extracted))

    def collect(self, submitted_file: str) -> dict | None:
        found = super().collect(submitted_file)
        if found is None:
            return None
        name = (found["student_id"], found["file_id"])
        if name not in self.collected:
            self.collected[name] = self.chosen(Path(submitted_file), found)
        if self.collected[name] == submitted_file:
            return found
        self.log.warning("%s has handed in more than one %s; not collected: %a", *name, submitted_file)
        return None

    def chosen(self, first: Path, named: dict) -> str:
        """Of the notebooks of one name in a student's archive the one that grading would read."""
        course, app = self.parent.coursedir, self.parent
        extracted = Path(app._format_collect_path(app.extracted_directory))
        if first.parent == extracted:
            return str(first)
        rivals = sorted(p for p in (extracted / named["student_id"]).rglob("*.ipynb") if self._match(str(p)) == named)
        release = Path(course.format_path(course.release_directory, ".", course.assignment_id))
        master = release / f"{named['file_id']}.ipynb"
        return str(best(rivals, extracted / named["student_id"] / master.name, master) if master.is_file() else first)
