"""Who the page answers, and what it tells them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from review_page import Visitor, client, page
from review_sample import desk

from briefwright.errors import ReviewError
from briefwright.review.ballots import Ballots
from briefwright.review.desk import Desk
from briefwright.review.door import Door
from briefwright.review.serving import listening

FORM = {"content-type": "application/x-www-form-urlencoded"}
BETRAYING = (
    *("alpha", "beta", "gold", "secret-reader", "extracted", "compressed", "verbatim"),
    *("withheld", "caution", "provenance", "reference", "origin", "version", "schema"),
)


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(tmp_path, reference=True)


@pytest.fixture
def door(at: Desk) -> Iterator[Door]:
    with page(at) as found:
        yield found


@pytest.fixture
def maja(door: Door) -> Iterator[Visitor]:
    found = Visitor(door, name="Maja")
    yield found
    found.close()


def visit(address: str) -> httpx.Response:
    with client() as stranger:
        return stranger.get(address)


def kept(at: Desk) -> int:
    with Ballots(at.ballots.path, new=False) as ballots:
        return len(ballots.standing())


def test_the_page_opens_for_nobody_without_the_token(door: Door) -> None:
    at = f"http://127.0.0.1:{door.port}"
    with client() as stranger:
        for path in ("/", "/pair/1", "/ballots", "/enter", "/enter?token=guessed"):
            answer = stranger.get(at + path)
            assert answer.status_code == 403
            assert "Mozambique" not in answer.text
            assert "set-cookie" not in answer.headers
        stranger.cookies.set(door.cookie, "guessed")
        assert stranger.get(f"{at}/pair/1").status_code == 403


def test_the_cookie_is_for_this_page_alone(door: Door) -> None:
    answer = visit(door.address)
    told = answer.headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told
    assert door.token not in told


def test_what_opens_the_browser_is_good_once(door: Door) -> None:
    once = door.address_once()
    assert visit(once).status_code == 200
    assert visit(once).status_code == 403
    assert visit(door.address).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:80"])
def test_another_host_is_answered_with_nothing(host: str, maja: Visitor) -> None:
    answer = maja.client.get("/pair/1", headers={"host": host})
    assert answer.status_code == 421
    assert "Maputo" not in answer.text


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://{}", "http://{}0"]
)
def test_a_form_from_elsewhere_changes_nothing(origin: str | None, at: Desk, maja: Visitor) -> None:
    headers = dict(FORM)
    if origin is not None:
        headers["origin"] = origin.format(maja.at.removeprefix("http://"))
    csrf = re.search(r'name="csrf" value="([^"]+)"', maja.page.text)
    assert csrf
    answer = maja.client.post(
        "/pair/1/ballot", content=f"csrf={csrf[1]}&choice=left", headers=headers
    )
    assert answer.status_code == 403
    assert kept(at) == 0


def test_a_form_without_its_token_changes_nothing(at: Desk, door: Door, maja: Visitor) -> None:
    other = Visitor(door, name="Otto")
    theirs = re.search(r'name="csrf" value="([^"]+)"', other.page.text)
    other.close()
    assert theirs
    for csrf in ("", "guessed", theirs[1]):
        answer = maja.client.post(
            "/pair/1/ballot",
            content=f"csrf={csrf}&choice=left",
            headers={**FORM, "origin": maja.at},
        )
        assert answer.status_code == 403
    assert kept(at) == 0


def test_too_large_a_body_is_not_read(at: Desk, maja: Visitor) -> None:
    answer = maja.send("/pair/1/ballot", choice="left", comment="x" * 200_000)
    assert answer.status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(300):
            yield b"comment=" + b"x" * 1000

    answer = maja.client.post(
        "/pair/1/ballot", content=endless(), headers={**FORM, "origin": maja.at}
    )
    assert answer.status_code == 413
    assert kept(at) == 0


def test_other_bodies_and_methods_are_refused(maja: Visitor) -> None:
    json = {"content-type": "application/json", "origin": maja.at}
    assert maja.client.post("/pair/1/ballot", content="{}", headers=json).status_code == 415
    assert maja.client.put("/pair/1/ballot").status_code == 405
    assert maja.client.get("/undo").status_code == 405
    assert maja.client.get("/no-such-page").status_code == 404
    assert maja.client.get("/pair/99").status_code == 404
    many = "&".join(f"f{number}=x" for number in range(1000))
    answer = maja.client.post("/undo", content=many, headers={**FORM, "origin": maja.at})
    assert answer.status_code == 422


def test_every_answer_forbids_what_is_not_the_pages_own(door: Door, maja: Visitor) -> None:
    answers = [maja.page, maja.get("/ballots"), visit(door.address)]
    answers += [visit(f"{maja.at}/"), maja.client.get("/x")]
    answers.append(maja.client.get("/", headers={"host": "evil.example"}))
    nonces = set()
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        nonces.update(re.findall(r"script-src 'nonce-([^']+)'", policy))
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
    assert len(nonces) == 5


def test_nothing_in_the_page_tells_which_run_is_where(maja: Visitor) -> None:
    for number in range(1, 7):
        source = maja.get(f"/pair/{number}").text
        assert maja.number == number
        body = re.sub(r"<(style|script).*?</\1>", "", source, flags=re.DOTALL).lower()
        assert not [word for word in BETRAYING if word in body]
        assert "<!--" not in source


def test_a_reference_is_not_known_by_citing_nothing(maja: Visitor) -> None:
    """The ports' reference brief has no evidence at all; its places are looked up, as the other's
    are."""
    for number in range(1, 7):
        maja.get(f"/pair/{number}")
        if "Grain ships may come" not in maja.text or "It was a Monday" not in maja.text:
            continue
        for words in (
            "Grain ships may come",
            "Ana Kolar and Paulo Reis agreed",
            "They met in Mapu",
        ):
            at = maja.named(words)
            assert re.search(rf'<mark id="[^"]+" data-cites="[^"]*{at}\b', maja.page.text)
        return
    raise AssertionError("the pair never came")


def test_a_whole_ballot_without_scripts(at: Desk, maja: Visitor) -> None:
    title = "Ports" if '<h1 dir="auto">Ports' in maja.page.text else "Ferry"
    maja.send(
        "/pair/1/ballot",
        choice="right",
        fault=["left:wrong-fact", "right:clumsy", "left:made-up"],
        better=["right:outlook"],
        comment="good\r\nand short",
    )
    assert maja.number == 2
    assert f"{title}: Right is better." in maja.text
    with Ballots(at.ballots.path, new=False) as ballots:
        (one,) = ballots.standing("Maja")
    assert one.verdict.choice == "right"
    assert [(fault.side, fault.reason) for fault in one.verdict.faults] == [
        ("left", "wrong-fact"),
        ("right", "clumsy"),
    ]
    assert [(better.side, better.field) for better in one.verdict.better] == [("right", "outlook")]
    assert one.verdict.comment == "good\nand short"


def test_a_ballot_without_a_choice_is_sent_back(at: Desk, maja: Visitor) -> None:
    for choice in ("", "up", "alpha"):
        assert maja.send("/pair/1/ballot", choice=choice).status_code == 422
    assert "choose: left, right" in maja.text
    assert kept(at) == 0


def test_a_ballot_that_cannot_be_kept_says_so_and_can_be_sent_again(
    at: Desk, maja: Visitor
) -> None:
    at.ballots.connection.execute("PRAGMA busy_timeout = 50")
    shown = maja.page
    with closing(sqlite3.connect(at.ballots.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert maja.send("/pair/1/ballot", choice="left").status_code == 503
        assert "This was not kept" in maja.text
        other.execute("ROLLBACK")
    assert kept(at) == 0
    maja.page = shown
    assert maja.send("/pair/1/ballot", choice="left").status_code == 200
    assert kept(at) == 1


def test_undo_leads_back_to_the_pair(at: Desk, maja: Visitor) -> None:
    maja.send("/pair/1/ballot", choice="left")
    maja.send("/pair/2/ballot", choice="tie")
    maja.send("/undo")
    assert maja.number == 2
    assert "Taken back: Equally good" in maja.text
    assert kept(at) == 1
    maja.get("/pair/1")
    assert "You judged this pair" in maja.text


def test_undo_sent_twice_takes_back_one_ballot(at: Desk, maja: Visitor) -> None:
    maja.send("/pair/1/ballot", choice="left")
    maja.send("/pair/2/ballot", choice="tie")
    maja.get("/pair/1")
    form = re.search(r'id="undo">.*?name="ballot" value="(\d+)"', maja.text)
    assert form
    maja.send("/undo", ballot=form[1])
    maja.send("/undo", ballot=form[1])
    assert "no ballot of yours" in maja.text
    assert kept(at) == 1


def test_undo_of_what_is_no_ballot_takes_none_back(at: Desk, maja: Visitor) -> None:
    maja.send("/pair/1/ballot", choice="left")
    for given in ("²", "x", "-1"):
        assert maja.send("/undo", ballot=given).status_code == 422
        maja.get("/pair/1")
    assert kept(at) == 1


def test_a_reviewer_resumes_where_they_stopped(tmp_path: Path) -> None:
    with page(desk(tmp_path)) as door:
        maja = Visitor(door, name="  Maja \t Lind ")
        maja.send("/pair/1/ballot", choice="left")
        maja.close()
    again = desk(tmp_path)
    with page(again) as door:
        maja = Visitor(door, name="Maja Lind")
        assert maja.number == 2
        assert again.cast("Maja Lind")[0] is not None
        otto = Visitor(door, name="Otto")
        assert otto.number == 1
        maja.send("/pair/2/ballot", choice="bad")
        assert "All 2 judged" in maja.text
        maja.close()
        otto.close()


def test_names_are_asked_until_one_is_given(door: Door) -> None:
    visitor = Visitor(door)
    assert visitor.send("/name", reviewer=" \u202e ").status_code == 422
    assert "give a name" in visitor.text
    assert visitor.send("/name", reviewer="x" * 61).status_code == 422
    assert visitor.client.get("/pair/1").status_code == 403
    assert visitor.send("/name", reviewer="Ωmega & <b>").status_code == 200
    assert "Ωmega & <b>" in visitor.text
    assert "<b>" not in re.sub(r"You judged.*", "", visitor.page.text)
    visitor.close()


def test_a_name_on_the_command_line_is_not_asked(tmp_path: Path) -> None:
    with page(desk(tmp_path), reviewer="Maja") as door:
        visitor = Visitor(door)
        assert visitor.number == 1
        visitor.close()


def test_a_port_that_is_taken_is_said() -> None:
    with listening() as one:
        one.listen()
        with pytest.raises(ReviewError, match="cannot be had"):
            listening(one.getsockname()[1])
