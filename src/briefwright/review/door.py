"""Who may see the page: whoever has the address with its token, on this machine.

Other programs and other users of the machine can reach a loopback port, and so can any site that a
browser has open: what they lack are the token, the cookie, and an origin of ours.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from briefwright.spans import Value

HOST = "127.0.0.1"
_SESSIONS_MOST = 1000


class Session(Value):
    """One browser that came in with the token."""

    id: str
    csrf: str
    """Sent with every form; no other page knows it."""
    reviewer: str | None = None
    told: str = ""
    """What the next page says of what the last form did."""


class Door:
    """The tokens and sessions of one run of the page; all end with it."""

    def __init__(self, port: int, *, reviewer: str | None = None) -> None:
        self.port = port
        # A cookie is sent to every port of a host: two pages at once need two names.
        self.cookie = f"briefwright_review_{port}"
        self.token = secrets.token_urlsafe(24)
        self._once: set[str] = set()
        self._reviewer = reviewer
        self._sessions: dict[str, Session] = {}

    @property
    def address(self) -> str:
        """For people to copy; good as long as the page runs."""
        return self._address(self.token)

    def address_once(self) -> str:
        """Good for one visit: what opens a browser shows its address to every user of the
        machine, in the list of processes."""
        key = secrets.token_urlsafe(24)
        self._once.add(key)
        return self._address(key)

    def _address(self, token: str) -> str:
        return f"http://{HOST}:{self.port}/enter?token={token}"

    def is_host(self, host: str) -> bool:
        """Whether the Host header names us: a site that points its own name here does not."""
        return host.lower() in {f"{HOST}:{self.port}", f"localhost:{self.port}"}

    def is_origin(self, origin: str, host: str) -> bool:
        """Whether a form comes from our own page."""
        return origin.lower() == f"http://{host.lower()}"

    def admit(self, token: str) -> Session | None:
        """A new session for whoever has the token; None for others."""
        given = token.encode()
        key = next((one for one in self._once if hmac.compare_digest(one.encode(), given)), None)
        if key is not None:
            self._once.discard(key)
        elif not hmac.compare_digest(self.token.encode(), given):
            return None
        while len(self._sessions) >= _SESSIONS_MOST:
            del self._sessions[next(iter(self._sessions))]
        made = Session(
            id=secrets.token_urlsafe(32), csrf=secrets.token_urlsafe(32), reviewer=self._reviewer
        )
        self._sessions[made.id] = made
        return made

    def session(self, cookies: Mapping[str, str]) -> Session | None:
        return self._sessions.get(cookies.get(self.cookie, ""))

    def is_form_of(self, session: Session, csrf: str) -> bool:
        return hmac.compare_digest(session.csrf.encode(), csrf.encode())

    def named(self, session: Session, reviewer: str | None) -> None:
        self._sessions[session.id] = session.model_copy(update={"reviewer": reviewer})

    def tell(self, session: Session, told: str) -> None:
        """Say it on the next page."""
        held = self._sessions[session.id]
        self._sessions[session.id] = held.model_copy(update={"told": told})

    def hear(self, session: Session) -> str:
        """What the next page is to say; said once."""
        held = self._sessions[session.id]
        self.tell(session, "")
        return held.told
