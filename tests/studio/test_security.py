"""Other web sites reach nothing, and our own pages load nothing from elsewhere."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/static/app.js", "/api/v1/health", "/nothing"])
def test_every_response_has_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:43210"])
def test_names_of_this_machine_are_answered(client, host):
    assert client.get("/api/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.0.7:8000", ""])
def test_other_names_are_not(client, host):
    assert client.get("/api/v1/health", headers={"Host": host}).status_code == 400


def test_other_origins_may_not_read(client):
    origin = {"Origin": "https://evil.example"}
    asked = client.options("/api/v1/recognize", headers={**origin, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 405
    answered = client.get("/api/v1/health", headers=origin)
    assert not [name for name in answered.headers if name.startswith("access-control")]
