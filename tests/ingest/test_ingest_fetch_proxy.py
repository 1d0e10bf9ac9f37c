"""What a proxy is asked for, and what never reaches it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ingest_files import PARAGRAPHS, TITLE
from ingest_server import Server, redirects, says, serving

from briefwright.article import Article
from briefwright.errors import NotAllowed, Unreachable
from briefwright.ingest import Client, Failed, Network, Web, sources

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


def test_proxy_is_asked_and_not_the_host(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.answers["http://far.example/a"] = says(PAGE)
    with server.client(proxy=f"http://127.0.0.1:{server.server_port}", robots=False) as client:
        assert client.get("http://far.example/a").content == PAGE.encode()
        with pytest.raises(NotAllowed):
            client.get("http://inner.test/a")
    assert server.paths() == ["http://far.example/a"]


LOCAL = (
    "localhost LOCALHOST. a.localhost printer.local wire db.internal router.home.arpa nas.lan "
    "127.0.0.1 127.0.0.1. 127.1 0x7f.1 0x7f000001 2130706433 017700000001 0 10.0.0.7 167772167 "
    "169.254.169.254 0xa9fea9fe [::1] [::ffff:10.0.0.1] [fe80::1] [64:ff9b::a00:1] 1.2.3.4.5 "
    "127。0。0。1"
).split()


@pytest.mark.parametrize("host", LOCAL)
def test_proxy_is_never_asked_for_what_is_local(server: Server, host: str) -> None:
    proxy = f"http://127.0.0.1:{server.server_port}"

    def unknown(*_: object) -> list[str]:
        raise OSError("behind a proxy no name is known")

    web = Web(proxy=proxy, robots=False)
    with Client(web, look_up=unknown) as client, pytest.raises((NotAllowed, Unreachable)) as found:
        client.get(f"http://{host}:8080/a")
    assert "network only" in str(found.value) or "not a public address" in str(found.value)
    assert server.paths() == []


def test_proxy_is_asked_for_local_names_on_the_allow_list_and_public_addresses(
    server: Server,
) -> None:
    urls = ["http://wire/a", "http://db.internal/a", "http://8.8.8.8/a", "http://far.example./a"]
    for url in urls:
        server.answers[url] = says(PAGE)
    proxy = f"http://127.0.0.1:{server.server_port}"
    with server.client(proxy=proxy, robots=False, intranet=("wire", "*.internal")) as client:
        client._look_up = lambda *_: ["8.8.8.8"]
        for url in urls:
            assert client.get(url).content == PAGE.encode()


def test_redirect_through_a_proxy_to_what_is_local_is_refused(server: Server) -> None:
    server.answers["http://far.example/a"] = redirects("http://localhost./admin")
    proxy = f"http://127.0.0.1:{server.server_port}"
    with server.client(proxy=proxy, robots=False) as client:
        client._look_up = lambda *_: ["8.8.8.8"]
        with pytest.raises(NotAllowed, match="one network only"):
            client.get("http://far.example/a")
    assert server.paths() == ["http://far.example/a"]
