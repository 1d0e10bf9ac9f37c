"""How addresses are read as the environment says it, checked before anything is fetched."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from briefwright.errors import SettingsError
from briefwright.ingest.fetch import Web

_LONGEST_CONTACT = 200
_HOST = re.compile(r"[\w*?.:\[\]-]+")
_EXAMPLE = "give an address such as http://proxy:3128"


def web(environ: Mapping[str, str]) -> Web:
    """The configuration in the variables of an environment. Raises SettingsError."""
    _check_certificates(environ)
    return Web(
        proxy=_proxy(environ.get("BRIEFWRIGHT_PROXY", "").strip()),
        intranet=_intranet(environ.get("BRIEFWRIGHT_INTRANET", "")),
        contact=_contact(environ.get("BRIEFWRIGHT_CONTACT", "").strip()),
    )


def _proxy(written: str) -> str | None:
    if not written:
        return None
    # Standard error is kept in logs, where no password belongs.
    named = f"BRIEFWRIGHT_PROXY={written.rpartition('@')[2]!r}"
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"{named}: no valid address; {_EXAMPLE}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", written):
        raise SettingsError(f"{named}: not the address of an HTTP proxy; {_EXAMPLE}")
    if port == 0 or not written.isascii():
        raise SettingsError(f"{named}: no valid address; {_EXAMPLE}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsError(f"{named}: a proxy has no path; {_EXAMPLE}")
    return written


def _intranet(written: str) -> tuple[str, ...]:
    hosts = tuple(written.replace(",", " ").split())
    for host in hosts:
        if not _HOST.fullmatch(host) or not re.search(r"\w", host):
            raise SettingsError(
                f"BRIEFWRIGHT_INTRANET: {host!r} is not the name of a host; give names or patterns "
                f"such as wire.ministry.example *.press.example"
            )
    return hosts


def _contact(written: str) -> str | None:
    if not written:
        return None
    if not written.isascii() or not written.isprintable() or len(written) > _LONGEST_CONTACT:
        raise SettingsError(
            f"BRIEFWRIGHT_CONTACT={written[:60]!r}: goes into the user agent, so it must be one "
            f"line of at most {_LONGEST_CONTACT} plain letters; give an address such as "
            f"press-desk@ministry.example"
        )
    return written


def _check_certificates(environ: Mapping[str, str]) -> None:
    """Raise SettingsError if the certificates that httpx will trust cannot be read."""
    file, folder = environ.get("SSL_CERT_FILE"), environ.get("SSL_CERT_DIR")
    if file:
        try:
            if not ssl.create_default_context(cafile=file).cert_store_stats()["x509"]:
                raise ssl.SSLError("no certificate in it")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SettingsError(
                f"SSL_CERT_FILE={file!r}: no certificates to trust ({reason}); name a file of "
                f"them in PEM, unset it, or give --offline"
            ) from error
    elif folder and not Path(folder).is_dir():
        raise SettingsError(
            f"SSL_CERT_DIR={folder!r}: no such folder; name one of certificates, unset it, or "
            f"give --offline"
        )
