"""Which addresses of the network may be read: pure rules, and one look-up of a name.

An address that a page or feed names must not reach what only this machine or its network can.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from briefwright.errors import NotAllowed, Unreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""From a host's name and a port to its addresses. Raises OSError."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Its operator chooses where in it the IPv4 address stands (RFC 8215), so it cannot be vetted.
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)
_LONGEST = 2000
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\]")


def check_url(url: str) -> None:
    """Raise NotAllowed if the address is of no kind that is read, whoever it belongs to."""
    if len(url) > _LONGEST or _UNPRINTABLE.search(url):
        raise NotAllowed(f"{url[:200]}: no valid address of a page; check it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed(f"{url}: no valid address of a page ({error}); check it") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotAllowed(f"{url}: only http and https addresses are read; save the page as a file")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed(
            f"{parts.scheme}://...@{parts.hostname}: addresses with a user name are not read; save "
            f"the page as a file"
        )
    if port is not None and port < 1024 and port not in {80, 443}:
        raise NotAllowed(f"{url}: port {port} is not one that pages are read from")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the machine's own look-up gives them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def vetted(
    host: str, port: int, *, intranet: Sequence[str] = (), look_up: Resolve = resolve
) -> list[str]:
    """The host's addresses, looked up once, all of them public or the host on the allow-list.

    Raises NotAllowed if one of them is not, Unreachable if there is none.
    """
    try:
        found = look_up(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreachable(
            f"{host}: no such host is known here ({error}); check the address and the network"
        ) from error
    if not found:
        raise Unreachable(f"{host}: no such host is known here; check the address")
    if is_listed(host, intranet):
        return list(found)
    for one in found:
        if not is_public(one):
            raise NotAllowed(
                f"{host}: its address {one} is not a public one; an intranet host must be on the "
                f"allow-list (BRIEFWRIGHT_INTRANET)"
            )
    return list(found)


def refuse_local(host: str, *, intranet: Sequence[str] = ()) -> None:
    """Raise NotAllowed for a host that means another machine here than elsewhere.

    For hosts that a proxy looks up and we do not: addresses that are not public, in any form that
    a resolver takes, and names without a place in the public tree. `host` is as it is sent.
    """
    if is_listed(host, intranet):
        return
    name = host.lower().strip("[]").rstrip(".")
    if ":" in name or _NUMBER.fullmatch(name.rpartition(".")[2]):
        found = name if ":" in name else _dotted(name)
        if found is None or not is_public(found):
            raise NotAllowed(f"{host}: not a public address{_LISTED}")
    elif "." not in name or name.rpartition(".")[2] in _LOCAL or name.endswith(_LOCAL_ENDS):
        raise NotAllowed(f"{host}: a name that is known in one network only{_LISTED}")


_LISTED = "; an intranet host must be on the allow-list (BRIEFWRIGHT_INTRANET)"
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# RFC 6761, RFC 6762 with its appendix G, RFC 8375, and what ICANN and resolvers keep for such use.
_LOCAL = frozenset(
    "localhost local localdomain internal intranet private corp home lan onion".split()
)
_LOCAL_ENDS = (".home.arpa", ".in-addr.arpa", ".ip6.arpa")


def _dotted(name: str) -> str | None:
    """The IPv4 address that a resolver makes of one to four numbers, each octal, hex or decimal."""
    try:
        parts = [int(part, _base(part)) if part != "0x" else 0 for part in name.split(".")]
    except ValueError:
        return None
    *heads, last = parts
    if len(parts) > 4 or any(head > 255 for head in heads) or last >= 256 ** (5 - len(parts)):
        return None
    value = last + sum(head << 8 * (3 - place) for place, head in enumerate(heads))
    return str(ipaddress.IPv4Address(value))


def _base(part: str) -> int:
    if part.startswith("0x"):
        return 16
    return 8 if len(part) > 1 and part.startswith("0") else 10


def is_listed(host: str, intranet: Sequence[str]) -> bool:
    """Whether the host is one of the names or patterns ("*.ministry.example") of the list."""
    name = host.lower().rstrip(".").strip("[]")
    return any(fnmatchcase(name, pattern.strip().lower()) for pattern in intranet if pattern)


def is_public(written: str) -> bool:
    """Whether an address, and any that it wraps, is of the public network."""
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    if "%" in written:
        # A zone: the address means something on one link of this machine only.
        return False
    if address in _LOCAL_NAT64:
        return False
    return all(map(_is_global, _unwrapped(address)))


def _is_global(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
        or getattr(address, "is_site_local", False)
    )


def _unwrapped(address: Address) -> list[Address]:
    """What the rules must hold for: the IPv4 addresses that IPv6 forms carry, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [low]
    if address.sixtofour is not None:
        return [address.sixtofour]
    if address.teredo is not None:
        return [address, *address.teredo]
    if address in _COMPATIBLE:
        return [address, low]
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return [address, low]
    return [address]
