"""The course: lessons in teaching order, and every experiment of the five decks, run beside the deck's own figures.

    course.py        the lessons, and which experiments they have
    declarations/    the experiments, by topic; experiment.py and training.py say what a declaration is
    texts/           what a lesson says, in English and Korean
    worked/          the calculations, with their pictures
    fitting.py       one training with one seed, on either engine
    running.py       what is missing of an experiment, and keeping what is done
    results.py       the files in which results lie; verdict.py compares them with the decks'
    code.py          the same as a program, on either engine

Adding an experiment is adding one entry to ``declarations/`` and its id to a lesson.
"""

from __future__ import annotations

from sutja.labs.course import COURSE, Lesson, lesson_called, lesson_of
from sutja.labs.declarations import EXPERIMENTS, experiment
from sutja.labs.experiment import Experiment, Figure, Tool, Trained, Worked
from sutja.labs.training import Training

__all__ = [
    "COURSE",
    "EXPERIMENTS",
    "Experiment",
    "Figure",
    "Lesson",
    "Tool",
    "Trained",
    "Training",
    "Worked",
    "experiment",
    "lesson_called",
    "lesson_of",
]
