"""What notes cost, and how many pages they fill.

    python benchmarks/notes.py briefs.jsonl                 # milliseconds a note, by format
    python benchmarks/notes.py briefs.jsonl --pages         # pages before the annex, by template

Pages are counted as LibreOffice lays the Word note out; it takes a second a note.
"""

from __future__ import annotations

import argparse
import collections
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from briefwright.brief import Brief
from briefwright.render import load_briefs, render, templates
from briefwright.render.templates import Kind

_KINDS: tuple[Kind, ...] = ("md", "html", "docx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("briefs", type=Path, help="a JSONL written by --jsonl")
    parser.add_argument("--pages", action="store_true", help="count pages, by LibreOffice")
    given = parser.parse_args()
    briefs = list(load_briefs(given.briefs.read_bytes(), str(given.briefs)))
    if given.pages:
        _pages(briefs)
    else:
        _cost(briefs)


def _cost(briefs: Sequence[Brief]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind in _KINDS:
            own = Path(folder) / f"own.{kind}"
            own.write_bytes(templates.find("note", kind).read_bytes())
            render(briefs[0], kind)
            print(
                f"{kind:5} {_milliseconds(briefs, kind, None):7.0f} ms, by a template of one's own "
                f"{_milliseconds(briefs[:5], kind, own):7.0f} ms"
            )
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"at most {ours} MB here, {theirs} MB in the child")


def _milliseconds(briefs: Sequence[Brief], kind: Kind, template: Path | None) -> float:
    started = time.perf_counter()
    for brief in briefs:
        render(brief, kind, template=template)
    return (time.perf_counter() - started) / len(briefs) * 1000


def _pages(briefs: Sequence[Brief]) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        sys.exit("notes.py: --pages needs soffice (LibreOffice) and pdftotext (poppler)")
    for name in templates.shipped("docx"):
        with tempfile.TemporaryDirectory() as folder:
            counts = _counted(briefs, name, Path(folder))
        shown = ", ".join(f"{many} of {pages} pages" for pages, many in sorted(counts.items()))
        print(f"{name:16} {shown}")


def _counted(briefs: Sequence[Brief], name: str, folder: Path) -> collections.Counter[int]:
    for number, brief in enumerate(briefs):
        (folder / f"{number}.docx").write_bytes(render(brief, "docx", template=name))
    files = [f"{number}.docx" for number in range(len(briefs))]
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", *files]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return collections.Counter(_before_annex(folder / f"{n}.pdf") for n in range(len(briefs)))


def _before_annex(pdf: Path) -> int:
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    pages = done.stdout.decode().rstrip("\f").split("\f")
    return next((n for n, text in enumerate(pages) if "Annex: statements" in text), len(pages))


if __name__ == "__main__":
    main()
