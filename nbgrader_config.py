# Read by every nbgrader command that is started in this folder, and by the formgrader of a JupyterLab started here.
import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader hands this in
here = Path(__file__).parent

# nbgrader runs a program called alembic when it makes a gradebook; it is beside this Python, activated or not.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

# Release: solutions/ is the instructor's form, course/ is what students get.
c.CourseDirectory.course_id = "training-deep-nets"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
# nbgrader copies every file beside a source notebook to the students; the chapter's source would leak the answers.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]
# course/ is committed, the gradebook is not. Without force a fresh clone skips "existing" assignments and never
# registers them; with it the same bytes are written again.
c.GenerateAssignment.force = True
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "Write your answer here."

# Exchange: a folder of this clone, so that nothing is written outside it. On a machine that students share with you,
# point this at a folder that all of them can reach.
c.Exchange.root = str(here / "exchange")

# Grading: students' code never runs in nbgrader's own process (autograder/plugin.py says how).
from autograder import collecting, plugin  # noqa: E402

plugin.install()
# The points of optional kernels are extra credit.
c.GenerateAssignment.preprocessors.append(plugin.OptionalIsExtra)
c.Autograde.exporter_class = plugin.SubmissionExporter
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
]
c.Autograde.autograde_preprocessors = [
    "autograder.plugin.GradeAnswers",  # in the place of Execute
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "autograder.plugin.TellPoints",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.ExchangeFactory.collect = collecting.CollectFiles
# Archives for zip_collect: bitdiddle_04_adaptive.ipynb, or bitdiddle.zip with 04_adaptive.ipynb in it.
c.ZipCollectApp.extractor_plugin = collecting.ExtractNotebooks
c.ZipCollectApp.collector_plugin = collecting.CollectNotebooks
c.FileNameCollectorPlugin.named_regexp = collecting.NAMES
