"""The ladder picture: every rung with the deck's figure and ours, as SVG and as text."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from sutja.labs import EXPERIMENTS, running
from sutja.labs.ladder import BAR, CLIMBS, as_svg, as_text, rungs
from sutja.labs.results import ENSEMBLE, Results, Run
from sutja.language import speaking


@pytest.fixture
def results(tmp_path):
    results = Results(tmp_path)
    team, rung = EXPERIMENTS["A-challenge-ensembles"], EXPERIMENTS["C-8-dropout"]
    words = {f"{name}: {k}": w for name, t in team.trainings.items() for k, w in t.described().items()}
    about = {"seconds": 1.0, "source": "", "machine": {}, "command": running.command(team.id)}
    results.add(team, "numpy", Run(ENSEMBLE, 0, {"test_error": 0.003}, declared=words, **about))
    declared = rung.trainings[""].described()
    results.add(rung, "numpy", Run("", 0, {"test_accuracy": 0.983}, declared=declared, **about))
    return results


def test_the_climb_goes_from_eleven_percent_to_the_best(results):
    climb = rungs(CLIMBS["From 11 % to 99.8 %: deck A"], results)
    decks = [rung.deck for rung in climb]
    assert decks == sorted(decks)
    assert (decks[0], decks[-1]) == (0.1123, pytest.approx(0.998))
    assert climb[-1].ours == pytest.approx(0.997)
    assert climb[0].ours is None


def test_as_text(results):
    text = as_text(results)
    assert text.count("◆") == sum(map(len, CLIMBS.values()))
    (line,) = [line for line in text.splitlines() if "Rung 8" in line]
    assert line.split("  ")[1].strip("·").startswith("█")
    assert len(line.split("  ")[1]) == BAR
    assert "98.45%" in line
    assert "98.30%" in line
    assert "not run yet" in text


def test_as_picture_in_both_languages(results):
    texts = {}
    for language in ("en", "ko"):
        with speaking(language):
            root = ElementTree.fromstring(as_svg(results))
        texts[language] = {"".join(node.itertext()).strip() for node in root.iter() if node.tag.endswith("}text")}
    assert "Rung 8: dropout of 0.3" in texts["en"]
    assert "99.9%" in texts["en"]
    assert texts["ko"] != texts["en"]
