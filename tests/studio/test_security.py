"""Other web sites reach nothing and have nothing read, and our own pages load nothing from elsewhere."""

from __future__ import annotations

import pytest

READERS = ("/api/v1/recognize", "/api/v1/read")
DRAWING = {"strokes": [[[10, 10], [10, 90]]], "pen_width": 6}


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
    response = client.get("/api/v1/health", headers={"Host": host})
    assert response.status_code == 400
    message = f"The studio answers to the host names localhost, 127.0.0.1 only. Received: {host!r}"
    assert response.json() == {"error": {"code": "unknown_host", "message": message}}
    korean = client.get("/api/v1/health", headers={"Host": host, "Accept-Language": "ko"}).json()["error"]
    assert korean["code"] == "unknown_host"


def test_other_origins_may_not_read(client):
    origin = {"Origin": "https://evil.example"}
    asked = client.options("/api/v1/recognize", headers={**origin, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 405
    answered = client.get("/api/v1/health", headers=origin)
    assert not [name for name in answered.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost.evil.example:8000"},
        {"Origin": "http://[", "Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", READERS)
def test_pages_of_other_sites_have_nothing_read(client, picture, path, headers):
    """As a form or as plain text, which browsers send anywhere without asking."""
    form = client.post(path, files={"picture": ("digit", picture(3), "image/png")}, headers=headers)
    plain = client.post(path, content=b"3", headers={**headers, "Content-Type": "text/plain"})
    for response in (form, plain):
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "other_site"
        assert response.json()["error"]["message"].startswith("Another web site asks for this.")
        assert response.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin", "Host": "localhost:8000"},
        {"Origin": "http://127.0.0.1:43210", "Host": "127.0.0.1:43210"},
        {"Origin": "http://localhost", "Host": "localhost"},
    ],
)
@pytest.mark.parametrize("path", READERS)
def test_our_own_pages_and_programs_are_answered(client, path, headers):
    assert client.post(path, json=DRAWING, headers=headers).status_code == 200


def test_links_from_other_sites_open_the_page(client):
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
