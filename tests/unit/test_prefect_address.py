"""Which Prefect server the environment names, and what a worker's processes are told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from domain.errors import BadInput
from flows.prefect_settings import Address, address_from_environment, worker_environment


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://prefect.example:4200/api", Address(4200, "", host="prefect.example")),
        ("http://10.0.0.7/api/", Address(80, "", host="10.0.0.7")),
        (
            "https://prefect.example/team/api",
            Address(443, "", host="prefect.example", path="/team/api", secure=True),
        ),
        ("http://[::1]:4200/api", Address(4200, "", host="::1")),
    ],
)
def test_an_address_is_read_as_prefect_reads_it(url: str, expected: Address) -> None:
    found = address_from_environment({"PREFECT_API_URL": url})

    assert found == expected
    assert found.url.rstrip("/").replace(":80/", "/").replace(":443/", "/") == url.rstrip("/")


def test_without_an_address_there_is_no_shared_server() -> None:
    assert address_from_environment({}) is None
    assert address_from_environment({"PREFECT_API_URL": ""}) is None


@pytest.mark.parametrize(
    "url",
    ["prefect.example:4200", "ftp://prefect.example/api", "http:///api", "http://x:99999/api"],
)
def test_what_is_no_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        address_from_environment({"PREFECT_API_URL": url})

    assert "PREFECT_API_URL" in str(caught.value)


def test_a_worker_is_told_the_settings_and_the_server_and_logs_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_API_SSL_CERT_FILE", "/authorities.pem")
    monkeypatch.setenv("PREFECT_LOGGING_TO_API_ENABLED", "true")
    address = Address(4200, "a:b", host="prefect.example")

    told = worker_environment(Path("home"), address, {"HOLDFAST_DATA": "/data"})

    assert told["HOLDFAST_DATA"] == "/data"
    assert told["PREFECT_API_URL"] == "http://prefect.example:4200/api"
    assert told["PREFECT_API_AUTH_STRING"] == "a:b"
    assert told["PREFECT_API_SSL_CERT_FILE"] == "/authorities.pem"
    assert told["PREFECT_LOGGING_TO_API_ENABLED"] == "false"
    assert told["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)
