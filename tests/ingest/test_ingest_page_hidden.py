"""Text that a page hides from its visitors, and text that it only seems to hide."""

from __future__ import annotations

import pytest
from ingest_pages import BODY, ORDER, PARAGRAPHS, read, whole

from briefwright.errors import NoText


@pytest.mark.parametrize(
    "attribute",
    [
        "style='display: none'",
        "style='DISPLAY:none !important'",
        "hidden",
        "style='visibility:hidden'",
        "style='font-size:0px'",
        "style='font-size: 1px'",
        "style='font: 0/0 serif'",
        "style='opacity: 0.0'",
        "style='color:#fff'",
        "style='color: rgb(254, 254, 254)'",
        "style='color: transparent'",
        "style='color:#000;background:#000'",
        "style='height:0;overflow:hidden'",
        "style='position:absolute;left:-9999px'",
        "style='position:absolute;clip:rect(0,0,0,0)'",
        "style='clip-path: inset(100%)'",
        "style='transform:scale(0)'",
        "class='trap'",
        "class='note pale'",
        "id='secret'",
        "class='trap-is-a'",
        "class='trap-is-list'",
        "class='trap-where'",
        "class='trap-not'",
        "class='trap-hover'",
        "class='trap-has'",
        "class='trap-nth'",
        "class='trap-nested'",
        "class='trap-layer'",
        "class='trap-wide'",
        "class='trap-range'",
        "class='trap-supports'",
        "class='trap-important' style='display:block'",
        "class='trap-layered' style='color:#000'",
        "class='trap-variable'",
        "class='trap-data'",
        "style='--ink:#fff;color:var(--ink)'",
        "style='color:var(--none, white)'",
        "style='-webkit-text-fill-color:white'",
        "style='-webkit-text-fill-color: transparent'",
        "style='opacity:.01'",
        "style='filter:opacity(0%)'",
        "style='content-visibility:hidden'",
        "style='transform: translateX(-9999px)'",
        "style='transform:translate(-150vw, 0)'",
        "style='transform:matrix(0,0,0,0,0,0)'",
        "style='transform:rotateY(90deg)'",
        "style='transform:rotate3d(0,0,1,5deg) scale3d(0,0,0)'",
        "style='scale:0'",
        "style='translate: -9999px 0'",
        "style='rotate: x 90deg'",
        "style='clip-path: polygon(0 0, 0 0, 0 0)'",
        "style='clip-path:inset(0 0 100% 0)'",
        "style='clip-path:inset(50%)'",
        "style='clip-path: circle(0)'",
        "style='clip-path:ellipse(0 0 at 50% 50%)'",
        "style='position:absolute;clip:rect(1px 1px 1px 1px)'",
        "style='position:absolute;right:-9999px'",
        "style='position:absolute;top:-999em'",
        "style='position:absolute;left:9999px'",
        "style='margin:0 0 0 -9999px'",
        "style='position:absolute;inset:-9999px auto auto 0'",
        "style='position:absolute;left:calc(-9999px)'",
        "style='overflow:hidden;text-indent:120%;white-space:nowrap'",
        "style='max-height:0%;overflow:hidden'",
        "style='font-size:.5em;font-size:10%'",
        "style='font-size:calc(0px)'",
        "style='letter-spacing:-99px'",
        "style='background:url(data:image/png;base64," + "A" * 5000 + ");display:none'",
        "style='color:oklch(1 0 0)'",
        "style='color:lab(100 0 0);background:white no-repeat'",
        "style='color:#fff;background:oklab(0.999 0 0)'",
        "style='color:#123;background:currentcolor'",
        "style='color:canvas'",
        "style='display:/**/none'",
        "style='display:none/* */'",
        "style='color:rgb(255,/**/255,255)'",
        "style='display:none;display:foo'",
        "style='display:none;display:none block'",
        "style='display:none;display:no/**/ne'",
        "style='color:#fff;color:nope'",
        "style='color:#fff;color:rgb(300)'",
        "style='color:#fff;background:nope'",
        "style='visibility:hidden;visibility:shown'",
        "style='opacity:0;opacity:full'",
        "style='font-size:0;font-size:12'",
        "style='font-size:0;font-size:-3px'",
        "style='position:absolute;left:-9999px;left:9'",
        "style='transform:scale(0);transform:scale(x)'",
        "style='clip-path:inset(50%);clip-path:nope(1)'",
        "style='height:0;overflow:hidden;overflow:shown'",
        "class='trap-comment'",
        "style='opacity:0;animation:none'",
        "style='opacity:0;animation:gone 1s forwards'",
        "style='opacity:0;animation:come 1s'",
        "style='opacity:0;animation:come 1s 900s forwards'",
        "style='opacity:0;animation:come 1s forwards paused'",
        "style='opacity:0;transition:opacity 1s'",
        "class='trap-tip'",
        "style='-webkit-transform:scale(0)'",
        "style='-webkit-opacity:0'",
        "popover",
        "popover='manual'",
    ],
)
@pytest.mark.parametrize("tag", ["p", "div", "span"])
def test_hidden_text_never_reaches_the_article(attribute: str, tag: str) -> None:
    sheet = (
        "<style>/* } */ .trap { display: none } p.note.pale, .note.pale { color: white }"
        "@media screen { #secret { font-size: 0 } }"
        ":is(.trap-is-a) { display: none } body :is(div p, .trap-is-list, .none) { display: none }"
        "article :where(.trap-where) { display: none }"
        ".trap-not:not(.a, .b) { display: none } .trap-hover:not(:hover) { display: none }"
        "article:has(.trap-has) .trap-has { display: none }"
        ".trap-nth:nth-child(n of .trap-nth) { display: none }"
        "article { & .trap-nested { display: none } @media screen { p.x { color: red } } }"
        "@layer base, late; @layer late { .trap-layer { display: none } }"
        "@layer base { .trap-layer { display: block } }"
        "@media (min-width: 40em) and (hover: hover) { .trap-wide { display: none } }"
        "@media not print { @media (600px <= width < 1600px) { .trap-range { display: none } } }"
        "@supports (display: grid) and (not (display: nothing)) { .x { display: none } }"
        "@supports (display: grid) or (not (color: x)) { .trap-supports { display: none } }"
        ".trap-important { display: none !important }"
        "@keyframes come { to { opacity: 1 } }"
        "@keyframes gone { 50% { opacity: 1 } to { color: red } }"
        ".trap-tip { opacity: 0; transition: opacity 1s } .trap-tip:hover { opacity: 1 }"
        "article/**/ /* */.trap-comment/**/:not(.a/**/.b) { display: none; display: foo }"
        "@layer base { .trap-layered { color: #fff !important } }"
        ":root { --shown: none; --paper: white } .trap-variable { display: var(--shown) }"
        "</style><link rel='stylesheet' href='data:text/css,.trap-data%7Bcolor:white%7D'>"
    )
    article = read(whole(f"{sheet}{BODY}<{tag} {attribute}>{ORDER}</{tag}>{BODY}"))
    assert "praise" not in article.text
    (remark,) = article.remarks
    assert remark.code == "hidden-text"
    assert "16 words" in remark.text


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='color:#fff;background:#036'>{}</p>",
        "<div style='background:url(sea.jpg)'><p style='color:#fff'>{}</p></div>",
        "<div style='color:#fff'><p style='color:#222'>{}</p></div>",
        "<ul style='font-size:0'><li style='font-size:16px'>{}</li></ul>",
        "<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>",
        "<style>.a{{display:none}} p.a{{display:block}}</style><p class='a'>{}</p>",
        "<style>@media print {{.a{{display:none}}}}</style><p class='a'>{}</p>",
        "<style>.a:hover{{display:none}}</style><p class='a'>{}</p>",
        "<style>@media (max-width: 600px) {{.a{{display:none}}}}</style><p class='a'>{}</p>",
        "<style>@media (max-width:40em),print{{.a{{display:none}}}}</style><p class='a'>{}</p>",
        "<style>@media (prefers-color-scheme:dark) {{.a{{color:#fff}}}}</style><p class='a'>{}</p>",
        "<style>@media (width < 700px) or (x) {{.a{{color:#fff}}}}</style><p class='a'>{}</p>",
        "<noscript><style>.a{{display:none}}</style></noscript><p class='a'>{}</p>",
        "<template><style>.a{{display:none}}</style></template><p class='a'>{}</p>",
        "<link rel='alternate stylesheet' href='data:text/css,p%7Bcolor:white%7D'><p>{}</p>",
        "<style media='print'>.a{{display:none}}</style><p class='a'>{}</p>",
        "<style type='text/plain'>.a{{display:none}}</style><p class='a'>{}</p>",
        "<style>@supports not (display:grid) {{.a{{display:none}}}}</style><p class='a'>{}</p>",
        "<style>.a{{display:none}}</style><p class='a' style='display:block'>{}</p>",
        "<style>#a{{color:#fff!important}}</style><p id='a' style='color:red!important'>{}</p>",
        "<style>@layer x{{.a{{display:none}}}} p{{display:block}}</style><p class='a'>{}</p>",
        "<style>.a:not(.b){{display:none}}</style><p class='a b'>{}</p>",
        "<style>.a:is(.b, .c:hover){{display:none}}</style><p class='a'>{}</p>",
        "<style>:root{{--ink:#222}} .a{{color:var(--ink)}}</style><p class='a'>{}</p>",
        "<p style='color:transparent;background:linear-gradient(red,blue)'>{}</p>",
        "<p style='transform:translateY(-50%) scale(.9)'>{}</p>",
        "<p style='clip-path:polygon(0 0, 100% 0, 100% 100%, 0 95%)'>{}</p>",
        "<p style='clip-path:inset(10px 0)'>{}</p>",
        "<p style='margin:0 auto;left:-20px;letter-spacing:-.02em'>{}</p>",
        "<div style='font-size:0'><p style='font-size:1rem'>{}</p></div>",
        "<div style='font-size:62.5%'><p style='font-size:1.6em'>{}</p></div>",
        "<p style='opacity:.6;filter:opacity(80%)'>{}</p>",
        "<p style='overflow:hidden;width:100%;height:auto;text-indent:2em'>{}</p>",
        "<p style='display:none;display:inline flow-root'>{}</p>",
        "<p style='display:none;display:var(--x)'>{}</p>",
        "<p style='display:block;display:none block'>{}</p>",
        "<p style='font-size:16px;font-size:-1px;color:#222;color:fff'>{}</p>",
        "<p style='visibility:inherit'>{}</p>",
        "<style>.a{{opacity:0;animation:In .5s ease-out .2s forwards}} @keyframes In{{"
        "from{{opacity:0}} to{{opacity:1}}}}</style><div class='a'><p>{}</p></div>",
        "<style>.a{{opacity:0;animation-name:in;animation-fill-mode:both}} @keyframes in{{100%"
        "{{opacity:1}}}}</style><p class='a'>{}</p>",
        "<link rel='stylesheet' href='x.css'><p style='opacity:0;animation:in 1s both'>{}</p>",
        "<style>.a{{opacity:0;transition:opacity .4s}} .a.seen{{opacity:1}}</style>"
        "<p class='a'>{}</p>",
        "<style>[data-in]{{opacity:0;transition:.4s}} [data-in].seen{{opacity:1}}</style>"
        "<p data-in>{}</p>",
        "<p style='width:auto;width:0p;height:calc(100% - 2px);overflow:hidden'>{}</p>",
        "<p style='color:#fff;background:oklch(0.3 0.1 250)'>{}</p>",
        "<p style='color:#fff;background-color:lab(20% 10 -30)'>{}</p>",
        "<p style='color:#fff;background:light-dark(#123, #eee)'>{}</p>",
        "<p style='color:#fff;background:color-mix(in oklab, navy 80%, black)'>{}</p>",
        "<p style='color:#fff;background:color(display-p3 0 0 .3)'>{}</p>",
        "<p style='color:#fff;background:rgb(0 0 60) no-repeat'>{}</p>",
    ],
)
def test_text_that_a_visitor_sees_stays(shown: str) -> None:
    article = read(
        whole(BODY + shown.format("The second quay will open at noon on Sunday.") + BODY)
    )
    assert "second quay will open" in article.text
    assert article.remarks == ()


def test_menus_that_are_hidden_are_not_worth_a_remark() -> None:
    menu = "<div style='display:none'><a href='/'>Home</a>" + "<a href='/'>News of it</a>" * 9
    assert read(whole(BODY).replace("<nav>", f"<nav>{menu}</div>")).remarks == ()


def test_page_whose_text_is_all_hidden_says_so() -> None:
    with pytest.raises(NoText, match="hidden from visitors"):
        read(f"<html><body><div style='display:none'>{BODY}</div></body></html>")


@pytest.mark.parametrize(
    "attribute",
    ["class='trap'", "style='color:#fff'", "style='font-size:0'", "style='left:-9999px'"],
)
def test_hidden_text_of_deep_pages_never_reaches_the_article(attribute: str) -> None:
    sheet = "<style>.shown, div > .trap { display: none } p.shown { display: block }</style>"
    shown = "<p class='shown'>The second quay will open at noon on Sunday.</p>"
    deep_ = f"{'<div>' * 5000}{BODY}<p {attribute}>{ORDER}</p>{shown}"
    article = read(sheet + deep_)
    assert "praise" not in article.text
    assert article.text.endswith("open at noon on Sunday.")


def test_hidden_rows_without_end_take_no_time_without_end() -> None:
    rows = '<p class="d">one two three</p>' * 10_000
    article = read(whole(f"<style>.d{{display:none}}</style>{rows}{BODY}"))
    assert article.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "sheet",
    [
        '.x{content:"/*"} .trap{display:none} .y{content:"*/"}',
        ".x{content:'{'}" + ".y{color:red}" * 20_000 + ".trap{display:none}",
        ".a { .b { & .c { color: red } } } .trap{display:none}",
        "@media " + "(" * 3000 + "x" + ")" * 3000 + "{.a{color:red}} .trap{display:none}",
        ".a" + ":is(.b" * 300 + ")" * 300 + "{color:red} .trap{display:none}",
        ".trap, .x::-ms-clear, p:unknown(3) {display:none}",
        "@charset 'utf-8'; @import 'x.css'; @font-face{src:url(x)} .trap{display:none}",
        ".x{width:" + "9" * 5000 + "px} .trap{display:none}",
        ".x:nth-child(" + "9" * 5000 + "){color:red} .trap{display:none}",
        "@media (width:" + "9" * 5000 + "px){.x{color:red}} .trap{display:none}",
    ],
)
def test_nothing_in_a_style_sheet_keeps_the_rest_of_it_from_being_looked_at(sheet: str) -> None:
    article = read(whole(f"<style>{sheet}</style>{BODY}<p class='trap'>{ORDER}</p>{BODY}"))
    assert "praise" not in article.text


@pytest.mark.parametrize("style", ["width:{}px", "left:-{}px", "color:rgb({},0,0)", "opacity:.{}"])
def test_numbers_of_thousands_of_digits_are_read(style: str) -> None:
    long = style.format("1" * 5000)
    media = "(min-width: " + "1" * 1900 + "px)"
    page = f"<style media='{media}'>p{{color:red}}</style>{BODY}<p style='{long}'>{ORDER}</p>{BODY}"
    assert read(whole(page)).text


@pytest.mark.parametrize(
    "sheet",
    [
        "p" + ":is(.a" * 300 + ")" * 300 + "{display:none}",
        "@media " + "(" * 3000 + "x" + ")" * 3000 + "{p{display:none}}",
        "p" + ":not(.a)" * 3000 + "{display:none}",
    ],
)
def test_rules_that_are_too_much_to_be_understood_are_told(sheet: str) -> None:
    article = read(whole(f"<style>{sheet}</style>{BODY}"))
    assert [one.code for one in article.remarks] == ["styles-not-read"]


def test_style_sheets_past_the_limit_are_told() -> None:
    sheet = "<style>" + ".a{color:red}" * 160_000 + "</style>"
    assert [one.code for one in read(whole(sheet + BODY)).remarks] == ["styles-not-read"]


@pytest.mark.parametrize(
    "condition",
    [
        "@media (min-resolution: 1dppx)",
        "@media (max-resolution: 96dpi)",
        "@media (-webkit-min-device-pixel-ratio: 1)",
        "@media (min-aspect-ratio: 16/10)",
        "@media (min-width: calc(30em + 2 * 8px))",
        "@media (width >= min(40em, 100px))",
        "@media (3/2 < aspect-ratio <= 16/9)",
        "@media (resolution: 1x)",
        "@media (min-color: 8) and (grid: 0)",
        "@media (color-gamut: srgb)",
        "@supports not (-webkit-touch-callout: none)",
        "@supports (-webkit-appearance: none)",
        "@supports (display: grid) and (--x: 1)",
        "@supports not (nope: 1)",
        "@supports selector(:has(a))",
        "@supports font-tech(color-COLRv1)",
    ],
)
def test_what_is_hidden_on_a_desktop_stays_out(condition: str) -> None:
    sheet = f"<style>{condition} {{ .trap {{ display: none }} }}</style>"
    article = read(whole(f"{sheet}{BODY}<p class='trap'>{ORDER}</p>{BODY}"))
    assert "praise" not in article.text


@pytest.mark.parametrize(
    "condition",
    [
        "@media (min-resolution: 2dppx)",
        "@media (-webkit-min-device-pixel-ratio: 1.5)",
        "@media (max-aspect-ratio: 1/1)",
        "@media (max-width: calc(48em - 1px))",
        "@media (monochrome)",
        "@media (min-width: 1440)",
        "@media (aspect-ratio < 3/2)",
        "@media (calc(1px + 90em) <= width)",
        "@media (min-resolution: 2)",
        "@supports (-webkit-touch-callout: none)",
        "@supports (-moz-appearance: none)",
        "@supports (font: -apple-system-body)",
        "@supports (nope: 1)",
        "@supports (display: -ms-grid)",
        "@supports not (display: grid)",
        "@supports selector(::-moz-x)",
    ],
)
def test_what_is_hidden_elsewhere_than_on_a_desktop_stays(condition: str) -> None:
    sheet = f"<style>{condition} {{ .trap {{ display: none }} }}</style>"
    article = read(whole(f"{sheet}{BODY}<p class='trap'>{ORDER}</p>{BODY}"))
    assert "praise" in article.text
    assert article.remarks == ()
