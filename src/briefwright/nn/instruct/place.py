"""Where a model lies: a folder, or a hub's name in the hub's cache on this machine.

The hub itself is asked only by `pull`, in a process of its own; in ours it stays switched off.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

from briefwright.errors import FetchFailed, UnknownModel
from briefwright.spans import Value

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_WANTED = ("*.json", "*.jinja", "model*.safetensors")
_PULL = """
import sys
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError
try:
    snapshot_download(sys.argv[1], allow_patterns=sys.argv[2:], ignore_patterns=["*/*"])
except (OSError, ValueError, HfHubHTTPError) as error:
    print(str(error).strip().split("\\n")[0][:400])
    sys.exit(1)
"""


class Place(Value):
    """A model's folder on this machine."""

    path: Path
    root: Path
    """Links in the folder may lead anywhere in here: the hub's cache links to its blobs."""
    name: str
    revision: str | None = None
    """The commit, if it came from a hub."""


def find(where: Path | str) -> Place:
    """The folder of that path, or of that name in the hub's cache. Raises UnknownModel."""
    path = Path(where).expanduser()
    if path.is_dir():
        return _of(path)
    if isinstance(where, Path) or not _NAME.fullmatch(where):
        raise UnknownModel(
            f"{str(where)!r} is neither a folder nor a hub's name (owner/name). "
            "Run: briefwright models list"
        )
    own = cache() / f"models--{where.replace('/', '--')}"
    for commit in _commits(own):
        found = own / "snapshots" / commit
        if (found / "config.json").is_file():
            return Place(path=found, root=own, name=where, revision=commit)
    raise UnknownModel(
        f"{where!r} is not on this machine, and no hub is asked unless you say so. "
        f"Run: briefwright models pull {where}; or give the folder that it lies in"
    )


def pulled() -> list[Place]:
    """Every model in the hub's cache that has a configuration."""
    found = []
    for own in sorted(cache().glob("models--*--*")):
        name = own.name.removeprefix("models--").replace("--", "/", 1)
        try:
            found.append(find(name))
        except UnknownModel:
            continue
    return found


def pull(name: str) -> Place:
    """Fetch the files that we read, and no others, from the hub into its cache.

    Its progress goes to standard error. Raises FetchFailed.
    """
    if not _NAME.fullmatch(name):
        raise UnknownModel(f"{name!r} is no name on a hub; it has the form owner/name")
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    }
    child = subprocess.run(
        # -P: no module of the folder it is called in is taken for the library's.
        [sys.executable, "-P", "-c", _PULL, name, *_WANTED],
        env={**kept, "HF_HUB_DISABLE_TELEMETRY": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if child.returncode:
        said = child.stdout.strip().split("\n")[-1] or "the hub gave no reason"
        raise FetchFailed(
            f"{name!r} could not be fetched: {said.rstrip('.')}. If this machine has no network, "
            "copy the model's folder here from another one and give its path"
        )
    return find(name)


def cache() -> Path:
    """The hub's cache, where its own library has it."""
    chosen = os.environ.get("HF_HUB_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    home = os.environ.get("HF_HOME")
    base = (
        Path(home) if home else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "huggingface"
    )
    return base.expanduser() / "hub"


def stay_offline() -> None:
    """Switch the hub off for this process, before its library is loaded or after."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[name] = "1"
    loaded = sys.modules.get("huggingface_hub.constants")
    if loaded is not None:
        loaded.HF_HUB_OFFLINE = True  # type: ignore[attr-defined]


def _of(path: Path) -> Place:
    """A folder; a snapshot in a hub's cache is known by where it stands."""
    real = path.resolve()
    own = real.parent.parent
    if real.parent.name == "snapshots" and own.name.startswith("models--"):
        name = own.name.removeprefix("models--").replace("--", "/", 1)
        commit = real.name if _COMMIT.fullmatch(real.name) else None
        return Place(path=real, root=own, name=name, revision=commit)
    return Place(path=real, root=real, name=real.name)


def _commits(own: Path) -> list[str]:
    """The one that `main` is, then any other, the latest first."""
    found = []
    with contextlib.suppress(OSError, ValueError):
        found.append((own / "refs" / "main").read_text().strip())
    try:
        others = sorted(
            (own / "snapshots").iterdir(), key=lambda each: each.stat().st_mtime, reverse=True
        )
    except OSError:
        others = []
    found += [each.name for each in others]
    return [each for each in dict.fromkeys(found) if _COMMIT.fullmatch(each)]
