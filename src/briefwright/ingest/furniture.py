"""What the lines of page furniture say, in full. Knows lines, not texts."""

from __future__ import annotations

import re

_STORY = r"(?:posts?|articles?|news|stor(?:y|ies)|reading|coverage|content|links|topics?|videos?)"
_NETWORKS = frozenset(
    "facebook twitter x whatsapp telegram linkedin pinterest reddit tumblr messenger viber vk "
    "threads bluesky mastodon instagram youtube flipboard skype pocket email e-mail print".split()
)
_BESIDE_NETWORKS = frozenset(
    "share sharing click to on via by with this the a post article story page news tweet pin it "
    "send copy link more friend sms in or and".split()
)
_SHARE_ONLY = re.compile(r"(?:share|tweet)(?: this(?: article| story| post| page)?| on)?[ :!]*")
_SHARE_START = re.compile(r"(?:share|tweet|pin|send|click to|post on)\b")
_NEW_WINDOW = re.compile(r"\(opens in (?:a )?new (?:window|tab)\)", re.I)
_NOT_BUTTONS = re.compile(r"[^a-z\s|,/·•:!()\-]", re.I)
_BULLET = re.compile(r"(?:[-*•·▪‣◦●]|\d{1,2}[.)])\s+")
LONGEST = 420


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.I)


_BUTTON = (
    r"(?:accept(?: all)?(?: cookies)?|reject(?: all)?(?: cookies)?|decline(?: all)?|only necessary"
    r"|manage (?:cookies|preferences|settings|consent)|necessary only|privacy policy|i agree|got it"
    r"|cookies? (?:settings|policy|preferences|notice)|customi[sz]e)"
)
_BUTTONS = re.compile(rf"{_BUTTON}(?:[\s|,/·•]+{_BUTTON})*\W*", re.I)
_COOKIES = re.compile(
    r"(?:we|(?:this|our) (?:web ?)?(?:site|page)|by (?:continuing|using|clicking))\b"
    r".{0,80}\bcookies\b",
    re.I,
)
_CONSENT = _any(
    r"\baccept\b|\bagree\b|consent|privacy policy|your (?:browsing )?experience|preferences",
    r"cookies? (?:policy|settings|preferences|notice)|personali[sz]e|by continuing|\badvertising\b",
)
_QUOTED = re.compile(r"[“”\"]|\bsaid\b")

_TO = r"(?:\S+ ){0,5}"
# All of a line must match. The first reason that fits is the one given.
_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "comments",
        _any(
            r"your e-?mail address will not be published\b.{0,120}",
            r"required fields are marked\b.{0,10}",
            r"(?:leave|post|write|add) a (?:reply|comment)(?: cancel reply)?|cancel reply",
            r"(?:view|show|load|read) (?:all |more )?(?:\d+ )?comments",
            r"be the first to comment\W*|join the (?:conversation|discussion)",
            r"you must be logged in to post a comment\W*",
            r"save my name, e-?mail,? and website in this browser\b.{0,60}",
            r"\d+ (?:comments?|replies|responses)|no comments(?: yet)?|\d+ thoughts? on .{3,200}",
        ),
    ),
    (
        "subscribe",
        _any(
            r"subscribe(?: now| today| here| for free)?|newsletters?(?: sign-?up)?",
            rf"subscribe to (?:our|the) {_TO}(?:newsletters?|channel|updates|podcast)\b.{{0,60}}",
            rf"sign up (?:for|to) (?:our|the) {_TO}(?:newsletters?|e-?mails|alerts)\b.{{0,60}}",
            rf"(?:get|receive) (?:our|the) {_TO}(?:newsletters?|news|headlines|stories)\b.{{0,40}}"
            r"\b(?:in|to) your inbox\b.{0,30}",
            r"enter your e-?mail(?: address)?\b.{0,60}|sign up(?: now| here)?",
            r"follow us(?: on [^.]{2,80})?\W*",
        ),
    ),
    (
        "advertisement",
        _any(
            r"\W*(?:advertisements?|advertising|sponsored(?: content)?|advert|ad)\W*",
            r"(?:article|story) continues (?:below|after)(?: (?:this |the )?ad\w*)?\W*",
            r"scroll (?:down )?to continue(?: reading)?\W*",
        ),
    ),
    (
        "navigation",
        _any(
            r"(?:home|home ?page|front page|main page)\s*(?:[»›>→/|]|::)\s*\S.{0,200}",
            r"[^»›.!?]{2,40}(?:\s[»›]\s[^»›.!?]{2,80}){2,}",
            r"skip to (?:main )?content|back to top|post navigation|(?:main )?menu",
            r"(?:previous|next) (?:post|article|story)\W*",
            r"(?:previous|next) (?:post|article|story)\s*[:»«›‹].{0,200}",
        ),
    ),
    (
        "tags",
        _any(
            r"(?:tags?|tagged(?: with| as| in)?|filed under|posted in)\s*:\s*[^.!?“”\"]{2,250}",
        ),
    ),
    (
        "copyright",
        _any(
            r"(?:copyright\s*)?(?:©|\(c\)(?=\W*(?:copyright|\d{4})))\s*(?:copyright\s*)?.{0,200}",
            r"copyright\W+(?:19|20)\d\d\b[^.]{0,80}\W?(?:\s*all rights reserved\W*)?",
            r"all rights reserved\W*",
        ),
    ),
)
_RELATED = _any(
    rf"(?:similar|related|recommended|latest|popular|trending|more|most read) {_STORY}\W*",
    r"you (?:may|might) also (?:like|be interested in)\W*|don['’]t miss\W*",
    r"(?:read|see) (?:also|more|next)\W*|also read\W*|most read\W*|recommended for you\W*",
    r"trending now\W*|related\W*",
)
_RELATED_LINE = re.compile(
    r"(?:read also|also read|read more|read next|related(?: (?:article|story|news|post))?|see also)"
    r"\s*[:–—|]\s*[^“”\"]{3,200}(?<![.…;,])",
    re.I,
)
_COMMENTS = _any(
    r"(?:leave|post|write|add) a (?:reply|comment)(?: cancel reply)?|\d+ (?:comments?|responses)",
    r"\d+ thoughts? on .{3,200}",
)


def reason(line: str) -> str | None:
    """Why the line is furniture, by its own words alone; None if it may be the article's."""
    if len(line) > LONGEST:
        return None
    words = _BULLET.sub("", line, count=1)
    if words != line and len(words.split()) < 3:
        # "- Instagram" in a list of companies is the article's.
        return None
    if _is_cookies(words):
        return "cookies"
    if _is_share(words):
        return "share"
    if _RELATED_LINE.fullmatch(words):
        return "related"
    for name, pattern in _LINES:
        if pattern.fullmatch(words) and not _QUOTED.search(words):
            return name
    return None


def heads_related(line: str) -> bool:
    """Whether the line is a heading such as "Similar Posts"."""
    return len(line) <= LONGEST and _RELATED.fullmatch(line) is not None


def heads_comments(line: str) -> bool:
    """Whether the line is a heading such as "Leave a Reply" or "3 comments"."""
    return len(line) <= LONGEST and _COMMENTS.fullmatch(line) is not None


def _is_cookies(line: str) -> bool:
    if _BUTTONS.fullmatch(line):
        return "cookie" in line.lower() or "accept all" in line.lower()
    return bool(_COOKIES.match(line) and _CONSENT.search(line) and not _QUOTED.search(line))


def _is_share(line: str) -> bool:
    plain = " ".join(_NEW_WINDOW.sub(" ", line).lower().split())
    if _SHARE_ONLY.fullmatch(plain):
        return True
    if _NOT_BUTTONS.search(plain):
        return False
    words = re.findall(r"[a-z-]*[a-z]", plain)
    named = sum(word in _NETWORKS for word in words)
    if not named or any(word not in _NETWORKS | _BESIDE_NETWORKS for word in words):
        return False
    return named >= 2 or _SHARE_START.match(plain) is not None
