"""Fetching: public addresses only, at every hop, within limits, and politely."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from ingest_files import PARAGRAPHS, TEXT, TITLE, pdf, set_lines
from ingest_server import HOST, Server, drips, look_up, redirects, says, serving

from briefwright.article import Article
from briefwright.errors import NotAllowed, SourceError, TooLarge, Unreachable, Unreadable
from briefwright.ingest import Client, Failed, Network, Web, sources
from briefwright.ingest.addresses import check_url, is_public, vetted

PAGE = (
    f'<!doctype html><html lang="en"><head><title>{TITLE}</title></head><body><article>'
    + "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    + "</article></body></html>"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def read(server: Server, path: str, client: Client | None = None) -> Article | Failed:
    (item,) = sources([server.url(path)], network=Network(client=client or server.client()))
    return item


def article(server: Server, path: str) -> Article:
    item = read(server, path)
    assert isinstance(item, Article), item
    return item


@pytest.mark.parametrize(
    "written",
    "127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 "
    "224.0.0.1 240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fec0::1 "
    "ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 "
    "64:ff9b:1::808:808 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1:: ::127.0.0.1 "
    "2606:4700::5efe:a00:1 fe80::1%eth0 nonsense".split(),
)
def test_addresses_that_are_not_public_are_refused_in_every_form(written: str) -> None:
    assert not is_public(written)
    with pytest.raises(NotAllowed, match="not a public one"):
        vetted("x.test", 80, look_up=lambda *_: [written])


@pytest.mark.parametrize(
    "written",
    ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"],
)
def test_public_addresses_are_read(written: str) -> None:
    assert vetted("x.test", 80, look_up=lambda *_: [written]) == [written]


def test_host_with_one_address_that_is_not_public_is_refused() -> None:
    with pytest.raises(NotAllowed):
        vetted("x.test", 80, look_up=lambda *_: ["8.8.8.8", "127.0.0.1"])


@pytest.mark.parametrize("written", ["0x7f.1", "2130706433", "127.1", "017700000001", "localhost"])
def test_odd_ways_to_write_this_machine_are_refused(written: str) -> None:
    with pytest.raises((NotAllowed, Unreachable)):
        vetted(written, 80)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://x.test/",
        "gopher://x.test/",
        "http://",
        "http://u:p@x.test/",
        "http://x.test:22/",
        "http://x.test:99999/",
        "http://x.test/a b",
        "http://x.test\\@y.test/",
        "http://[::1",
        "http://x.test/\r\nHost: y",
        "http://" + "x" * 3000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(NotAllowed):
        check_url(url)


def test_page_is_read_with_where_and_when(server: Server) -> None:
    server.answers["/2026/ferry.html"] = says(PAGE)
    found = article(server, "/2026/ferry.html")
    assert (found.text, found.title, found.id) == (TEXT, TITLE, "ferry")
    assert found.url == found.source == server.url("/2026/ferry.html")
    assert found.retrieved is not None
    assert found.retrieved.endswith("+00:00")
    agent = server.asked[-1][1]["User-Agent"]
    assert agent.startswith("Briefwright/")


def test_page_may_call_itself_another_of_its_own_site_only(server: Server) -> None:
    link = '<link rel="canonical" href="{}">'
    own = server.url("/other")
    server.answers["/a"] = says(PAGE.replace("<title>", link.format(own) + "<title>"))
    elsewhere = link.format("https://wire.example/x")
    server.answers["/b"] = says(PAGE.replace("<title>", elsewhere + "<title>"))
    assert article(server, "/a").url == own
    assert article(server, "/b").url == server.url("/b")


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/secret",
        "http://inner.test/secret",
        "//127.0.0.1:{port}/secret",
        "file:///etc/passwd",
        "http://[::ffff:127.0.0.1]:{port}/secret",
    ],
)
def test_redirect_to_what_is_not_public_is_refused(server: Server, to: str) -> None:
    server.answers["/a"] = redirects(to.format(port=server.server_port))
    server.answers["/secret"] = says(PAGE)
    failed = read(server, "/a")
    assert isinstance(failed, Failed)
    assert failed.code == "not-allowed"
    assert failed.message.startswith(server.url("/a"))
    assert "/secret" not in server.paths()


def test_redirects_are_followed_to_the_end_and_no_further(server: Server) -> None:
    server.answers["/a"] = redirects("b?x=1", 301)
    server.answers["/b?x=1"] = redirects(server.url("/c"), 308)
    server.answers["/c"] = says(PAGE)
    server.answers["/loop"] = redirects("/loop")
    assert article(server, "/a").url == server.url("/c")
    failed = read(server, "/loop")
    assert isinstance(failed, Failed)
    assert "redirected more than 8 times" in failed.message


def test_name_is_looked_up_once_for_a_connection(server: Server) -> None:
    # The second answer is what an attacker's name server would give once the first was vetted.
    answers = iter([["127.0.0.1"], ["10.0.0.7"]])
    server.answers["/a"] = says(PAGE)
    web = Web(intranet=(HOST,), delay=0.0, robots=False)
    with Client(web, look_up=lambda *_: next(answers)) as client:
        assert client.get(server.url("/a")).content == PAGE.encode()


def test_endless_body_is_cut_off(server: Server) -> None:
    server.answers["/a"] = drips(b"<p>more and more</p>" * 5000, 0.0)
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        server.client(max_bytes=1_000_000).get(server.url("/a"))


@pytest.mark.parametrize(("piece", "head"), [(b"<p>", False), (b"X-More: 1\r\n", True)])
def test_slow_answer_is_given_up_in_time(server: Server, piece: bytes, head: bool) -> None:
    server.answers["/a"] = drips(piece, 0.1, head=head)
    started = time.monotonic()
    with pytest.raises(Unreachable, match="no answer within 1 s"):
        server.client(seconds=1.0).get(server.url("/a"))
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode(), wbits=-15)),
    ],
)
def test_packed_pages_are_read(server: Server, coding: str, packed: bytes) -> None:
    server.answers["/a"] = says(packed, Content_Encoding=coding)
    assert article(server, "/a").text == TEXT


def test_packed_page_in_two_members_is_read_whole(server: Server) -> None:
    content = PAGE.encode()
    packed = gzip.compress(content[:300]) + gzip.compress(content[300:]) + bytes(20)
    server.answers["/a"] = says(packed, Content_Encoding="gzip")
    assert server.client().get(server.url("/a")).content == content


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_packed_page_that_breaks_off_is_refused(server: Server, coding: str) -> None:
    packed = gzip.compress(PAGE.encode()) if coding == "gzip" else zlib.compress(PAGE.encode())
    server.answers["/a"] = says(packed[:-12], Content_Encoding=coding)
    with pytest.raises(Unreadable, match="breaks off"):
        server.client().get(server.url("/a"))


def test_unchanged_is_no_answer_to_who_did_not_ask(server: Server) -> None:
    server.answers["/a"] = says("", status=304)
    with pytest.raises(Unreachable, match="304"):
        server.client().get(server.url("/a"))


def test_bomb_is_not_inflated(server: Server) -> None:
    server.answers["/a"] = says(gzip.compress(b" " * 300_000_000), Content_Encoding="gzip")
    with pytest.raises(TooLarge, match=r"larger than|inflates to more than"):
        server.client().get(server.url("/a"))


@pytest.mark.parametrize(
    ("coding", "body"), [("br", b"\x0b\x02\x80"), ("gzip", b"no gzip"), ("gzip, br", b"x")]
)
def test_packing_that_was_not_asked_for_or_is_broken_is_refused(
    server: Server, coding: str, body: bytes
) -> None:
    server.answers["/a"] = says(body, Content_Encoding=coding)
    with pytest.raises(Unreadable):
        server.client().get(server.url("/a"))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE.encode(), "text/plain"),
        (PAGE.encode(), ""),
        (PAGE.encode(), "application/octet-stream"),
        (pdf([set_lines(PARAGRAPHS)]), "text/html"),
        (pdf([set_lines(PARAGRAPHS)]), "application/pdf"),
        (TEXT.encode(), "text/plain; charset=utf-8"),
        (f"<p>{'</p><p>'.join(PARAGRAPHS)}</p>".encode(), "text/html"),
    ],
)
def test_what_the_server_says_it_is_counts_less_than_what_it_is(
    server: Server, body: bytes, kind: str
) -> None:
    server.answers["/a"] = says(body, kind)
    assert article(server, "/a").text == TEXT


def test_page_that_looks_like_markdown_is_a_page_if_the_server_says_so(server: Server) -> None:
    body = f"# Ferry\n\n{TEXT}".encode()
    server.answers["/a"] = says(f"# Ferry\n\n<p>{'</p><p>'.join(PARAGRAPHS)}</p>", "text/html")
    server.answers["/b"] = says(body, "text/plain")
    server.answers["/c"] = says(b"title,text\nFerry," + b'"' + TEXT.encode() + b'"', "text/plain")
    assert article(server, "/b").title == article(server, "/c").title == "Ferry"
    assert article(server, "/a").text.endswith(TEXT)


def test_picture_is_refused_by_its_type(server: Server) -> None:
    server.answers["/a"] = says(b"\x89PNG\r\n", "image/png")
    failed = read(server, "/a")
    assert isinstance(failed, Failed)
    assert (failed.code, "image/png" in failed.message) == ("unsupported-format", True)


@pytest.mark.parametrize(
    ("encoding", "stated"),
    [
        ("utf-8", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", "windows-1252"),
        ("iso8859-2", "iso-8859-2"),
        ("utf-16", "utf-8"),
        ("utf-8", "no-such-thing"),
    ],
)
def test_wrong_encodings_are_seen_through(server: Server, encoding: str, stated: str) -> None:
    words = "Šárka Čapek" if encoding == "iso8859-2" else "Café owners – all of them"
    page = PAGE.replace("Nobody", words).replace("“", '"').replace("”", '"')
    server.answers["/a"] = says(page.encode(encoding), f"text/html; charset={stated}")
    assert words in article(server, "/a").text


@pytest.mark.parametrize(
    ("robots", "code"),
    [
        (says("User-agent: *\nDisallow: /private", "text/plain"), "not-allowed"),
        (says("User-agent: briefwright\nDisallow: /", "text/plain"), "not-allowed"),
        (says("oops", status=503), "not-allowed"),
        (says("User-agent: *\nDisallow: /*.html$", "text/plain"), None),
        (says("gone", status=404), None),
        (says(PAGE), None),
    ],
)
def test_robots_txt_is_obeyed(server: Server, robots: Server, code: str | None) -> None:
    server.answers["/robots.txt"] = robots  # type: ignore[assignment]
    server.answers["/private/a"] = says(PAGE)
    item = read(server, "/private/a")
    assert (item.code if isinstance(item, Failed) else None) == code
    assert ("/private/a" in server.paths()) == (code is None)


def test_two_pages_of_a_host_are_asked_for_with_a_pause_and_robots_txt_once(server: Server) -> None:
    server.answers["/robots.txt"] = says("User-agent: *\nCrawl-delay: 3", "text/plain")
    server.answers["/a"] = server.answers["/b"] = says(PAGE)
    slept: list[float] = []
    web = Web(intranet=(HOST,), seconds=5.0)
    with Client(web, look_up=look_up, sleep=slept.append, now=lambda: 100.0) as client:
        client.get(server.url("/a"))
        client.get(server.url("/b"))
    assert slept == [3.0]
    assert server.paths() == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_answers_that_are_errors_say_what_to_do(server: Server, status: int) -> None:
    server.answers["/a"] = says(PAGE, status=status)
    failed = read(server, "/a")
    assert isinstance(failed, Failed)
    assert failed.code == "unreachable"
    assert f"answers {status}" in failed.message


def test_nobody_at_home_says_so(server: Server) -> None:
    port = server.server_port
    server.server_close()
    with pytest.raises(Unreachable, match=r"cannot be fetched|no answer"):
        server.client(robots=False).get(f"http://{HOST}:{port}/a")
    with pytest.raises(SourceError, match="no such host"):
        server.client().get("http://unknown.test/")


def test_cookies_are_not_kept(server: Server) -> None:
    server.answers["/a"] = says(PAGE, Set_Cookie="who=me")
    with server.client() as client:
        client.get(server.url("/a"))
        client.get(server.url("/a"))
    assert all("Cookie" not in headers for _, headers in server.asked)


def test_certificate_must_be_the_hosts_though_the_connection_goes_to_an_address(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.answers["/a"] = says(PAGE)
    with server.client(intranet=(HOST, "other.test"), robots=False) as client:
        client._look_up = lambda *_: ["127.0.0.1"]
        url = server.url("/a").replace("http:", "https:")
        assert client.get(url).content == PAGE.encode()
        with pytest.raises(Unreachable, match="certificate"):
            client.get(url.replace(HOST, "other.test"))


def self_signed(folder: Path) -> Path:
    """A certificate of the test host and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    today = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=today - timedelta(days=1),
        not_valid_after=today + timedelta(days=1),
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    path = folder / "host.pem"
    path.write_bytes(
        builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
