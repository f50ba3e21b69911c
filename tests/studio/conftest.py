"""A studio in memory, one on a real port and a browser at its page; the ten digits as strokes and pictures."""

from __future__ import annotations

import io
import json
import shutil
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra `studio` is not installed")
pytest.importorskip("httpx", reason="the extra `test` is not installed")

import numpy as np
import uvicorn
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

from sutja import nn
from sutja.recognizer import Recognizer
from sutja.studio import create_app

RECOGNIZE = "/api/v1/recognize"
PICTURES = Path(__file__).parents[2] / "test-artifacts" / "studio"


@pytest.fixture(scope="session")
def strokes() -> dict[int, list]:
    """The ten digits in the unit square: curves through points placed by hand, made slightly irregular."""
    drawings = json.loads(Path(__file__).with_name("strokes.json").read_text("utf-8"))
    return {int(digit): drawing for digit, drawing in drawings.items()}


@pytest.fixture(scope="session")
def recognizer() -> Recognizer:
    return Recognizer()


@pytest.fixture(scope="session")
def knows_none():
    """``knows_none(0.9)`` -> a recogniser that takes everything for a 4 at 0.6, a 9 at 0.4, and for none at 0.9."""

    def make(none: float) -> Recognizer:
        layers = [nn.Input((28, 28, 1)), nn.layers.Flatten(), nn.layers.Dense(11, activation="softmax")]
        probabilities = np.full(11, 1e-9)
        probabilities[[4, 9, 10]] = 0.6 * (1 - none), 0.4 * (1 - none), none
        model = nn.Sequential(layers)
        model.set_weights([np.zeros((784, 11), np.float32), np.log(probabilities).astype(np.float32)])
        return Recognizer(model)

    return make


@pytest.fixture
def studio(recognizer):
    """``studio(recognizer)`` -> a client of a studio that reads with it; the one that ships when none is given."""
    clients = []

    def start(reads_with=None) -> TestClient:
        app = create_app(recognizer if reads_with is None else reads_with)
        clients.append(TestClient(app, base_url="http://localhost", raise_server_exceptions=False))
        return clients[-1]

    yield start
    for client in clients:
        client.close()


@pytest.fixture
def client(studio) -> TestClient:
    return studio()


@pytest.fixture
def post(client):
    """``post(strokes=..., pen_width=...)`` -> the response of the API."""

    def send(parameters=None, headers=None, **drawing):
        return client.post(RECOGNIZE, params=parameters, headers=headers, json=drawing)

    return send


@pytest.fixture
def picture(strokes):
    """``picture(7, "PNG")`` -> the bytes of a picture file with that digit, black on white."""

    def draw(digit: int, kind: str = "PNG") -> bytes:
        image = Image.new("L", (200, 200), 255)
        for stroke in strokes[digit]:
            ImageDraw.Draw(image).line([(200 * x, 200 * y) for x, y in stroke], fill=0, width=14, joint="curve")
        file = io.BytesIO()
        image.save(file, kind)
        return file.getvalue()

    return draw


@pytest.fixture(scope="session")
def address(recognizer):
    """The address of a studio that really runs, on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(recognizer), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=5)


def quick(stroke: list) -> list:
    """Every third point of a long stroke, and its last: what a browser reports of a quick hand."""
    return stroke[:-1:3] + stroke[-1:] if len(stroke) > 9 else stroke


@dataclass
class Visitor:
    """Someone at the page: where they are, and what went wrong there."""

    page: Any
    problems: list[str] = field(default_factory=list)
    expects_refusal: bool = False  # browsers report each failed request in their console

    def unexpected(self) -> list[str]:
        """The problems that a test did not provoke."""
        provoked = "Failed to load resource" if self.expects_refusal else "\0"
        return [problem for problem in self.problems if not problem.startswith(provoked)]

    def draw(self, drawing: list, canvas: str = "#canvas") -> None:
        """Draw strokes, given in heights of the canvas, with the mouse."""
        box = self.page.locator(canvas).bounding_box()
        for stroke in drawing:
            points = [(box["x"] + x * box["height"], box["y"] + y * box["height"]) for x, y in quick(stroke)]
            self.page.mouse.move(*points[0])
            self.page.mouse.down()
            for point in points[1:]:
                self.page.mouse.move(*point)
            self.page.mouse.up()

    def touch(self, drawing: list, canvas: str = "#canvas") -> None:
        """Draw strokes with a finger."""
        box = self.page.locator(canvas).bounding_box()
        touchscreen = self.page.context.new_cdp_session(self.page)
        for stroke in drawing:
            for kind, (x, y) in zip(["touchStart"] + ["touchMove"] * len(stroke), quick(stroke), strict=False):
                at = {"x": box["x"] + x * box["height"], "y": box["y"] + y * box["height"]}
                touchscreen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
            touchscreen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def wait_until(self, condition: str, seconds: float = 10) -> None:
        """Wait until an expression of JavaScript holds.

        Playwright's own ``wait_for_function`` evaluates in the page, which the page's Content-Security-Policy forbids.
        """
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"{condition} does not hold after {seconds} s"
            self.page.wait_for_timeout(20)

    def answer(self) -> str:
        """The digit that is shown once the page has read the drawing."""
        self.page.wait_for_selector("#answer:is([data-state=read], [data-state=unsure])")
        return self.page.inner_text("#digit")

    def choose(self, mode: str) -> None:
        """Go to a mode of the page: "one", "several" or "photo"."""
        self.page.click(f"#modes label:has([value={mode}])")

    def text(self) -> str:
        """The digits that are shown, line by line, once the page or the drawing is read."""
        self.page.wait_for_selector("#reading[data-state=read]")
        return "\n".join(self.page.locator("#text .line").all_inner_texts())

    def check(self, url: str, address: str) -> None:
        """Note a request that leaves the host."""
        if not url.startswith(address + "/"):
            self.problems.append(f"a request to {url}")

    def ink(self) -> int:
        """How many pixels of the canvas have ink."""
        count = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
                   .filter((value, index) => index % 4 === 3 && value > 127).length"""
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return self.page.eval_on_selector("#canvas", count)

    def picture(self, name: str) -> None:
        """Keep a picture of the page, to be looked at."""
        self.page.wait_for_timeout(500)  # the bars move
        self.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """``visit(locale="ko-KR")`` -> a `Visitor` at the page; afterwards, nothing may have gone wrong there."""
    visitors = []

    def arrive(path: str = "/", *, viewport=(1280, 800), **circumstances) -> Visitor:
        size = {"width": viewport[0], "height": viewport[1]}
        context = chromium.new_context(viewport=size, **{"locale": "en-US", **circumstances})
        context.set_default_timeout(10_000)
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        visitor.page.on("pageerror", lambda error: visitor.problems.append(str(error)))
        visitor.page.on(
            "console",
            lambda said: visitor.problems.append(said.text) if said.type == "error" else None,
        )
        visitor.page.on("request", lambda request: visitor.check(request.url, address))
        visitor.page.goto(address + path)
        visitor.page.wait_for_selector("body.ready")
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.page.context.close()
    assert [problem for visitor in visitors for problem in visitor.unexpected()] == []
