"""Serving: the port, the line that says where, the end with Ctrl-C, and uploads over a real connection."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from sutja.errors import InvalidArgument
from sutja.studio import serve as serve_studio
from sutja.studio.serve import DEFAULT_PORT, HOST, _listen


@pytest.mark.parametrize("port", [70_000, -1, "80", 80.5, True])
def test_a_port_that_is_no_port(port):
    expected = rf"Invalid value for argument `port`. Expected a number from 0 to 65535. Received: port={port!r}"
    with pytest.raises(InvalidArgument, match=expected):
        serve_studio(port)


def test_a_port_that_is_taken_is_refused_when_asked_for():
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InvalidArgument, match=f"Port {port} cannot be used: "):
            serve_studio(port)


def test_another_port_is_taken_when_the_usual_one_is_busy():
    try:
        taken = socket.create_server((HOST, DEFAULT_PORT))
    except OSError:  # something else has it, which is as good
        taken = socket.socket()
    with taken, _listen(None) as listener:
        assert listener.getsockname()[0] == HOST
        assert listener.getsockname()[1] != DEFAULT_PORT


def test_the_address_is_said_and_ctrl_c_ends_it():
    program = "from sutja.studio import serve; serve(0, open_browser=False)"
    environment = {name: value for name, value in os.environ.items() if name != "SUTJA_LANG"}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment) as run:
        try:
            line = run.stdout.readline()
            assert line.startswith("The studio is at http://127.0.0.1:")
            with urllib.request.urlopen(line.split()[4] + "/api/v1/health", timeout=20) as response:
                assert json.load(response)["status"] == "ok"
            run.send_signal(signal.SIGINT)
            rest, _nothing = run.communicate(timeout=20)
        finally:
            run.kill()
    assert rest == "The studio is closed\n"
    assert run.returncode == 0


def test_the_browser_opens_when_the_studio_answers_and_may_stay_open(tmp_path):
    """A browser in the terminal returns only when its user closes it."""
    browser = tmp_path / "browser.py"
    browser.write_text(
        "import os, sys, time, urllib.request\n"
        "with urllib.request.urlopen(sys.argv[1] + '/api/v1/health', timeout=10) as answer:\n"
        f"    open({str(tmp_path / 'seen')!r}, 'wb').write(answer.read())\n"
        "while not os.path.exists(sys.argv[2]):\n"
        "    time.sleep(0.05)\n"
    )
    environment = {**os.environ, "BROWSER": f"{sys.executable} {browser} %s {tmp_path / 'closed'}"}
    program = "from sutja.studio import serve; serve(0)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as run:
        try:
            end = time.monotonic() + 20
            seen = b""
            while b'"ok"' not in seen and time.monotonic() < end:
                time.sleep(0.05)
                seen = (tmp_path / "seen").read_bytes() if (tmp_path / "seen").exists() else b""
            assert b'"ok"' in seen
            run.send_signal(signal.SIGINT)
            assert run.wait(timeout=20) == 0
        finally:
            run.kill()
            (tmp_path / "closed").touch()


@pytest.mark.parametrize("chunked", [True, False])
def test_a_large_upload_gets_its_answer_over_a_real_connection(address, chunked):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    body = (bytes(2**20) for _part in range(50))
    headers = {"Content-Type": "image/png"}
    if not chunked:
        headers["Content-Length"] = str(50 * 2**20)
    connection.request("POST", "/api/v1/recognize", body=body, headers=headers, encode_chunked=chunked)
    response = connection.getresponse()
    assert response.status == 413
    assert json.load(response)["error"]["code"] == "picture_too_large"
    connection.close()
