"""Who may come in without a token: this machine, by its own name, and nobody between."""

from __future__ import annotations

import pytest

from api.access import ON_THIS_MACHINE
from api.app import create_app
from api.serving import NotALoopbackAddress, server_of


@pytest.mark.parametrize("client", ["10.0.0.7", "192.168.1.5", "8.8.8.8", "2001:db8::1", "0.0.0.0", "testclient", ""])  # noqa: S104
def test_a_caller_elsewhere_is_refused(caller, client):
    answer = caller.get("/v1/health", client=client)

    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(":not-from-this-machine")
    assert answer.headers["ketenboek-access"] == "loopback-without-token"
    assert client not in caller.lines.getvalue() or client == ""


@pytest.mark.parametrize(
    "path", ["/v1/figures/placements%2fcases", "/v1/figures/placements%2Fcases", "/v1%2Fhealth", "/%2fv1/health"]
)
def test_a_slash_in_disguise_leads_nowhere(caller, path):
    answer = caller.get(path, params={"municipality": "0014"} if "figures" in path else {})

    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (404, "not-found")
    assert caller.get("/v1/figures/placements%252fcases").status_code == 404
    assert caller.get("/v1/health?x=%2f").status_code == 400


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"])
def test_a_caller_behind_a_proxy_is_refused(caller, header):
    assert caller.get("/v1/health", headers={header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1"])
def test_a_caller_on_this_machine_is_let_in(caller, client):
    assert caller.get("/v1/health", client=client).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8642",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "[::1",
        "localhost:x",
        "192.168.1.5",
        "2130706433",
        "0.0.0.0",  # noqa: S104
        "",
    ],
)
def test_a_foreign_host_name_is_refused(caller, host):
    answer = caller.get("/v1/figures/placements", headers={"Host": host})

    assert answer.status_code == 421
    assert answer.json()["type"].endswith(":foreign-host")
    assert "evil" not in answer.text + caller.lines.getvalue()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8642", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8642"])
def test_the_names_of_this_machine_are_let_in(caller, host):
    assert caller.get("/v1/health", headers={"Host": host}).status_code == 200


def test_two_host_names_are_refused(caller):
    assert caller.get("/v1/health", headers=[("Host", "localhost"), ("Host", "evil.example")]).status_code == 421


def test_the_server_is_bound_to_this_machine_only(filled):
    with pytest.raises(NotALoopbackAddress):
        server_of(create_app(filled, access=ON_THIS_MACHINE, follows=False), host="0.0.0.0")  # noqa: S104
    config = server_of(create_app(filled, access=ON_THIS_MACHINE, follows=False)).config
    assert (config.host, config.access_log, config.proxy_headers) == ("127.0.0.1", False, False)
