"""The environment's configuration: what cannot be used is said before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.errors import SettingsError
from briefwright.ingest.settings import web


def test_nothing_set_is_nothing_configured() -> None:
    found = web({})
    assert (found.proxy, found.intranet, found.contact) == (None, (), None)


def test_what_is_set_is_taken() -> None:
    found = web(
        {
            "BRIEFWRIGHT_PROXY": "http://user:secret@proxy:3128/",
            "BRIEFWRIGHT_INTRANET": "wire.example, *.press.example 10.0.0.7",
            "BRIEFWRIGHT_CONTACT": "desk@ministry.example",
        }
    )
    assert found.proxy == "http://user:secret@proxy:3128/"
    assert found.intranet == ("wire.example", "*.press.example", "10.0.0.7")
    assert found.contact == "desk@ministry.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRIEFWRIGHT_CONTACT", "büro@ministry.example"),
        ("BRIEFWRIGHT_CONTACT", "desk\r\nCookie: x"),
        ("BRIEFWRIGHT_CONTACT", "desk\x1b[31m"),
        ("BRIEFWRIGHT_CONTACT", "x" * 201),
        ("BRIEFWRIGHT_PROXY", "proxy:3128"),
        ("BRIEFWRIGHT_PROXY", "http://proxy:port"),
        ("BRIEFWRIGHT_PROXY", "http://proxy:99999"),
        ("BRIEFWRIGHT_PROXY", "http://proxy:0"),
        ("BRIEFWRIGHT_PROXY", "http://"),
        ("BRIEFWRIGHT_PROXY", "socks5://proxy:1080"),
        ("BRIEFWRIGHT_PROXY", "http://proxy:3128/path"),
        ("BRIEFWRIGHT_PROXY", "http://pro xy:3128"),
        ("BRIEFWRIGHT_PROXY", "http://[::1"),
        ("BRIEFWRIGHT_INTRANET", "http://wire.example"),
        ("BRIEFWRIGHT_INTRANET", "10.0.0.0/8"),
        ("BRIEFWRIGHT_INTRANET", "wire.example *"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("SSL_CERT_FILE", __file__),
        ("SSL_CERT_DIR", "/no/such/folder"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}\b") as found:
        web({name: value})
    assert str(found.value).isprintable()


def test_password_is_never_told() -> None:
    with pytest.raises(SettingsError) as found:
        web({"BRIEFWRIGHT_PROXY": "http://user:secret@proxy:99999"})
    assert "secret" not in str(found.value)


def test_empty_file_of_certificates_is_none(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_bytes(b"")
    with pytest.raises(SettingsError, match="SSL_CERT_FILE"):
        web({"SSL_CERT_FILE": str(tmp_path / "none.pem")})
