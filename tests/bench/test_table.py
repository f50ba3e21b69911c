"""The page that results become."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.results import FOLDER
from bench.scaling import draw, line_through, page, series
from bench.summary import Spread, per_picture, ratio, share_of_peak
from bench.table import beside_keras, render

GOLDEN = Path(__file__).with_name("table.md")
DOCS = Path(__file__).parents[2] / "docs"


def made(contestant, workload, number, seconds, pictures=1000, **found):
    run = {"contestant": contestant, "workload": workload, "round": number}
    common = {"pictures": pictures, "seconds": seconds, "load": 0.2, "data": "the real mnist", "notes": []}
    return {"run": run, "found": common | {"peak_memory_bytes": 100 << 20, "flops_per_picture": 10_000_000} | found}


def content(load=0.2):
    runs = [
        {
            "run": {"contestant": "sutja", "workload": "sgemm", "round": 1},
            "found": {"gflops": {"1": 60.0, "2": 100.0}, "load": load},
        },
        made("sutja", "A-cnn-lab4", 1, [1.0, 1.0], warm_up_seconds=1.5),
        made("keras-jax", "A-cnn-lab4", 1, [2.0, 2.0], warm_up_seconds=4.0, peak_memory_bytes=400 << 20),
        made("keras-jax-tuned", "A-cnn-lab4", 1, [1.5, 1.5], warm_up_seconds=3.0),
        made("sutja", "A-cnn-lab4", 2, [0.5, 1.0], warm_up_seconds=1.5),
        made("keras-jax", "A-cnn-lab4", 2, [3.0, 3.0], warm_up_seconds=4.0, peak_memory_bytes=400 << 20),
        made("sutja", "A-cnn-lab4@1", 1, [0.004], pictures=1),
        made("sutja-tuned", "A-cnn-lab4@1", 1, [0.001], pictures=1),
        made("keras-jax", "A-cnn-lab4@1", 1, [0.02], pictures=1),
        made("keras-jax-tuned", "A-cnn-lab4@1", 1, [0.002], pictures=1),
        made("sutja-numpy", "A-cnn-lab4", 1, [1.5, 2.5], warm_up_seconds=0.5),
        made(
            "sutja",
            "train-memory",
            1,
            [9.0],
            pictures=1,
            peak_memory_bytes=250 << 20,
            data_bytes=50 << 20,
            flops_per_picture=None,
        ),
        made("sutja", "cold-start", 1, [0.3, 0.4, 0.5], pictures=1, flops_per_picture=None),
        {"run": {"contestant": "pytorch", "workload": "cold-start", "round": 1}, "error": "no answer within 30 s"},
    ]
    return {
        "plan": "full",
        "started": "2030-01-02",
        "code": "abc1234",
        "machine": {
            "processor": "A Processor",
            "cores": 2,
            "instructions": ["AVX2"],
            "memory_gib": 8.0,
            "system": "Linux 6, x86_64",
            "python": "3.11.0",
            "blas": "openblas 0.3",
        },
        "versions": {"sutja": "0.1.0", "numpy": "2.0"},
        "skipped": ["keras-torch is left out: torch is not installed (pip install 'sutja[bench]')"],
        "runs": runs,
    }


def test_page():
    assert render(content()) == GOLDEN.read_text(encoding="utf-8")


def published(name: str):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_what_is_published_is_made_of_the_runs():
    assert render(published("full")) == (FOLDER / "full.md").read_text(encoding="utf-8")
    assert page(published("scaling")) == (FOLDER / "scaling.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["engine-speed.md", "engine-speed.ko.md"])
def test_the_story_tells_what_was_measured(name):
    assert "\n".join(beside_keras(published("full"))) in (DOCS / name).read_text(encoding="utf-8")


def test_the_fastest_way_is_the_one_that_leaves_us_least_ahead():
    assert beside_keras(content())[0] == "| `A-cnn-lab4` | 1.50 | JAX \\* | 10% |"


def test_noise_is_said():
    assert "**Not to be published: other work was running on the 2 cores." in render(content(load=1.5))
    assert "Not to be published" not in render(content(load=0.9))


def test_ratios_are_those_of_neighbours():
    # 2 / 1 in the first round, 3 / 0.75 in the second
    assert ratio(content(), "sutja", "keras-jax", "A-cnn-lab4") == Spread(3.0, 2.0, 4.0)
    assert ratio(content(), "sutja", "keras-jax-tuned", "A-cnn-lab4") == Spread(1.5, 1.5, 1.5)
    assert ratio(content(), "sutja", "pytorch", "cold-start") is None


def test_share_of_the_peak():
    assert per_picture(content(), "sutja", "A-cnn-lab4") == Spread(0.001, 0.0005, 0.001)
    assert share_of_peak(content(), "sutja", "A-cnn-lab4") == pytest.approx(1e7 / 1e-3 / 100e9)
    assert share_of_peak(content(), "sutja", "cold-start") is None


def scaled():
    runs = []
    for name, factor in (("sutja", 1.0), ("keras-jax", 2.0)):
        for options in ({"threads": 1, "samples": 100}, {"batch": 16, "samples": 100}):
            runs.append((name, options, factor))
        for samples in (100, 200, 400):
            runs.append((name, {"samples": samples}, factor * (0.5 + samples / 100)))
    return {
        "machine": {"processor": "A Processor", "cores": 2},
        "runs": [
            {
                "run": {"contestant": n, "workload": "w", "round": 1, "threads": None, "batch": None, **options},
                "found": {"pictures": options["samples"], "seconds": [seconds]},
            }
            for n, options, seconds in runs
        ],
    }


def test_series_of_what_varies():
    found = series(scaled(), "w")
    assert found["threads"]["sutja"] == [(1, 0.01)]
    assert found["batch"]["keras-jax"] == [(16, 0.02)]
    assert found["samples"]["sutja"] == [(100, 1.5), (200, 2.5), (400, 4.5)]


def test_cost_as_a_line():
    assert line_through([(100, 1.5), (200, 2.5), (400, 4.5)]) == pytest.approx((0.5, 0.01, 1.0))
    assert line_through([(1, 1.0), (2, 4.0), (3, 1.0)])[2] == pytest.approx(0.0)


def test_plots(tmp_path):
    pytest.importorskip("matplotlib")
    draw(scaled(), "w", tmp_path / "plot.svg")
    text = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    for words in ("pictures a second", "seconds an epoch", "sutja (R² 1.000)", "w on A Processor, 2 cores"):
        assert words in text
