"""The page's addresses and what each answers. Reads forms, asks the desk, shows a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from briefwright.errors import BallotsError
from briefwright.render.characters import shown
from briefwright.review import forms, remarks
from briefwright.review.ballots import same_pair
from briefwright.review.blind import view
from briefwright.review.desk import Desk
from briefwright.review.door import Door, Session
from briefwright.review.forms import Form, Refused
from briefwright.review.guard import TooLong, body, guarded
from briefwright.review.pages import page
from briefwright.review.schedule import draft
from briefwright.review.values import CHOICES, ITEM_REASONS, Ballot, Edit, Pairing, Side
from briefwright.runs import Candidate
from briefwright.spans import Value

_NO_ENTRY = (
    "This address is of an earlier run, or was used already. Copy the one that the program printed."
)


class Denied(Exception):
    """The visitor may not see this; the first argument is the status, the second the reason."""


class Place(Value):
    """Which pairing of whose."""

    session: Session
    reviewer: str
    number: int
    """From 1."""
    pairing: Pairing
    cast: tuple[Ballot | None, ...]
    """For every pairing of the reviewer."""

    @property
    def ballot(self) -> Ballot | None:
        return self.cast[self.number - 1]


def app(desk: Desk, door: Door) -> ASGIApp:
    """The application over an open desk; answers only whom the door lets in."""
    pages = _Pages(desk, door)
    made = Starlette(
        routes=[
            Route("/enter", pages.enter),
            Route("/", pages.start),
            Route("/name", pages.name, methods=["POST"]),
            Route("/leave", pages.leave, methods=["POST"]),
            Route("/ballots", pages.overview),
            Route("/undo", pages.undo, methods=["POST"]),
            Route("/pair/{number:int}", pages.pair),
            Route("/pair/{number:int}/ballot", pages.ballot, methods=["POST"]),
            Route("/pair/{number:int}/mark", pages.mark, methods=["POST"]),
            Route("/pair/{number:int}/correct", pages.correct, methods=["POST"]),
        ],
        exception_handlers={
            Denied: _denied,
            Refused: _refused,
            TooLong: _too_long,
            BallotsError: _not_kept,
            404: _not_found,
        },
    )
    return guarded(made, door)


class _Pages:
    def __init__(self, desk: Desk, door: Door) -> None:
        self.desk, self.door = desk, door

    async def enter(self, request: Request) -> Response:
        session = self.door.admit(request.query_params.get("token", ""))
        if session is None:
            raise Denied(403, _NO_ENTRY)
        # Not a redirect: where a link in another program led here, the browser would not send
        # the new cookie along with it.
        answer = page("enter.html")
        answer.set_cookie(self.door.cookie, session.id, httponly=True, samesite="strict", path="/")
        return answer

    async def start(self, request: Request) -> Response:
        session = self._session(request)
        if session.reviewer is None:
            return page("name.html", session=session, problem="")
        return _to(_next(self.desk.cast(session.reviewer)))

    async def name(self, request: Request) -> Response:
        session, form = await self._form(request)
        try:
            self.door.named(session, forms.reviewer(form))
        except Refused as error:
            return page("name.html", session=session, problem=str(error), status=422)
        return _to("/")

    async def leave(self, request: Request) -> Response:
        session, _ = await self._form(request)
        self.door.named(session, None)
        return _to("/")

    async def overview(self, request: Request) -> Response:
        session = self._session(request)
        reviewer = _reviewer(session)
        cast = self.desk.cast(reviewer)
        rows = [
            {
                "number": number,
                "title": shown(self.desk.case(pairing).title),
                "choice": CHOICES[ballot.verdict.choice] if ballot else "",
                "comment": ballot.verdict.comment if ballot else "",
            }
            for number, (pairing, ballot) in enumerate(
                zip(self.desk.pairings(reviewer), cast, strict=True), 1
            )
        ]
        done = sum(bool(row["choice"]) for row in rows)
        return page(
            "ballots.html",
            session=session,
            rows=rows,
            done=done,
            count=len(rows),
            told=self.door.hear(session),
            next=_next(cast),
        )

    async def pair(self, request: Request) -> Response:
        return self._shown(self._place(request, self._session(request)))

    async def ballot(self, request: Request) -> Response:
        session, form = await self._form(request)
        place = self._place(request, session)
        try:
            verdict = forms.verdict(form)
        except Refused as error:
            return self._shown(place, problem=str(error), said=form)
        case = self.desk.case(place.pairing)
        kept = self.desk.ballots.cast(
            self.desk.sitting, place.reviewer, case, place.pairing, verdict
        )
        told = CHOICES[verdict.choice] if kept else "you had judged this pair already"
        self.door.tell(session, f"{shown(case.title)}: {told}.")
        return _to(_next(self.desk.cast(place.reviewer), after=place.number))

    async def undo(self, request: Request) -> Response:
        session, form = await self._form(request)
        reviewer = _reviewer(session)
        given = forms.value(form, "ballot", most=20)
        if given and not given.isdecimal():
            raise Refused("this is not a form of this page (no such ballot)")
        taken = self.desk.ballots.undo(reviewer, int(given) if given else None)
        if taken is None:
            self.door.tell(session, "There is no ballot of yours to take back.")
            return _to(_next(self.desk.cast(reviewer)))
        self.door.tell(session, f"Taken back: {CHOICES[taken.verdict.choice]}. Judge it again.")
        for number, pairing in enumerate(self.desk.pairings(reviewer), 1):
            if same_pair(pairing, taken.pairing):
                return _to(f"/pair/{number}")
        return _to("/ballots")

    async def mark(self, request: Request) -> Response:
        session, form = await self._form(request)
        place = self._place(request, session)
        try:
            side, item = forms.item(form, *self._held(place))
            given = forms.value(form, "reason")
            reason = next((one for one in ITEM_REASONS if one == given), None)
            if item.original is None or (given and reason is None):
                raise Refused("choose what is wrong with it")
            comment = forms.value(form, "comment", most=forms.TEXT_LENGTH)
        except Refused as error:
            return self._shown(place, problem=str(error), sent=form)
        remarks.mark(
            self.desk.ballots,
            place.reviewer,
            self.desk.case(place.pairing),
            place.pairing.seat(side),
            item.original,
            reason,
            comment=comment if reason else "",
        )
        return _to(f"/pair/{place.number}", at=forms.value(form, "item"))

    async def correct(self, request: Request) -> Response:
        session, form = await self._form(request)
        place = self._place(request, session)
        candidates, edits = self._held(place)
        passages = self.desk.passages(place.pairing.article)
        at, edit = forms.value(form, "item"), None
        try:
            match forms.value(form, "do"):
                case "add":
                    side = forms.side(form)
                    edit = forms.addition(form, edits[side], passages)
                    at = f"{side}-{edit.item}"
                case "back":
                    side = forms.side(form)
                case do:
                    side, item = forms.item(form, candidates, edits)
                    deleted = do == "delete"
                    edit = forms.deletion(item) if deleted else forms.change(form, item, passages)
        except Refused as error:
            return self._shown(place, problem=str(error), sent=form)
        case, seat = self.desk.case(place.pairing), place.pairing.seat(side)
        remarks.correct(self.desk.ballots, place.reviewer, case, seat, edit)
        return _to(f"/pair/{place.number}", at=at or side)

    def _shown(
        self,
        place: Place,
        *,
        problem: str = "",
        sent: Form | None = None,
        said: Form | None = None,
    ) -> Response:
        """The pair; `sent` and `said` are an item's form and a ballot that were refused, whose
        fields are to be filled as they were."""
        desk, pairing = self.desk, place.pairing
        made = view(
            desk.case(pairing),
            pairing,
            desk.passages(pairing.article),
            edits=desk.edits(place.reviewer, pairing),
            remarks=remarks.remarks(desk.ballots, place.reviewer, pairing.article),
        )
        return page(
            "pair.html",
            status=422 if problem else 200,
            session=place.session,
            told=self.door.hear(place.session),
            problem=problem,
            sent={name: values[0] for name, values in (sent or {}).items()},
            said=said or {},
            view=made,
            number=place.number,
            count=len(place.cast),
            done=sum(one is not None for one in place.cast),
            ballot=place.ballot,
            # Named, so that a form sent twice does not take back the ballot before it as well.
            last=max((one.id for one in place.cast if one), default=""),
            draft=draft(pairing, reviewer=place.reviewer, seed=desk.seed),
            next=_next(place.cast, after=place.number),
        )

    def _held(
        self, place: Place
    ) -> tuple[Mapping[Side, Candidate], Mapping[Side, tuple[Edit, ...]]]:
        pairing = place.pairing
        return self.desk.candidates(pairing), self.desk.edits(place.reviewer, pairing)

    def _session(self, request: Request) -> Session:
        session = self.door.session(request.cookies)
        if session is None:
            raise Denied(403, "This page opens only from the address that the program printed.")
        return session

    async def _form(self, request: Request) -> tuple[Session, Form]:
        session = self._session(request)
        form = forms.parsed(await body(request))
        if not self.door.is_form_of(session, forms.value(form, "csrf", most=100)):
            raise Denied(403, "This form is of an earlier visit; load the page anew.")
        return session, form

    def _place(self, request: Request, session: Session) -> Place:
        reviewer = _reviewer(session)
        number: int = request.path_params["number"]
        pairings = self.desk.pairings(reviewer)
        if not 1 <= number <= len(pairings):
            raise Denied(404, f"There are pairs 1 to {len(pairings)}.")
        return Place(
            session=session,
            reviewer=reviewer,
            number=number,
            pairing=pairings[number - 1],
            cast=self.desk.cast(reviewer),
        )


def _next(cast: Sequence[Ballot | None], *, after: int = 0) -> str:
    """Where the reviewer goes on: the first pairing not judged after this one, else of all."""
    open_ = [number for number, ballot in enumerate(cast, 1) if ballot is None]
    later = [number for number in open_ if number > after]
    return f"/pair/{(later or open_)[0]}" if open_ else "/ballots"


def _reviewer(session: Session) -> str:
    if session.reviewer is None:
        raise Denied(403, "Give your name first, on the page’s start.")
    return session.reviewer


def _to(path: str, *, at: str = "") -> Response:
    return RedirectResponse(f"{path}#{quote(at)}" if at else path, status_code=303)


async def _denied(request: Request, error: Exception) -> Response:
    del request
    status, text = error.args
    return _said(status, text)


async def _refused(request: Request, error: Exception) -> Response:
    del request
    return _said(422, f"This was not kept: {error}.")


async def _too_long(request: Request, error: Exception) -> Response:
    del request, error
    return _said(413, "This is longer than anything that the page sends; nothing was kept.")


async def _not_kept(request: Request, error: Exception) -> Response:
    del request
    return _said(503, f"This was not kept. {error}. Then go back and send it again.")


async def _not_found(request: Request, error: Exception) -> Response:
    del request, error
    return _said(404, "There is no such page.")


def _said(status: int, text: str) -> HTMLResponse:
    return page("said.html", status=status, text=text)
