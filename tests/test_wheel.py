"""A built wheel, in an environment without the checkout, finds all it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from briefwright import models

ROOT = Path(__file__).parent.parent
ARTICLE = (
    "NAIROBI — Health ministers Asha Otieno of Kenya and Kwame Asante of Ghana agreed on Monday to "
    "train 40 nurses a year together, after two years of talks in which the number of nurses, the "
    "place of the training and the costs of it had been discussed by four working groups.\n"
)


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False)
    bin_folder = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = str(bin_folder / "python")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", str(wheel))
    # Fetching PyTorch again would show nothing more: other packages are taken from here, but by
    # a path entry, which leaves out this environment's own editable briefwright.
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = folder / "env" / "lib" / version / "site-packages"
    (site / "others.pth").write_text(sysconfig.get_path("purelib"))
    return bin_folder


def _run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_installed_package_is_the_wheels_own(bin_folder: Path, tmp_path: Path) -> None:
    code = "from briefwright.resources import folder; print(folder('prompts'), folder('templates'))"
    found = _run(str(bin_folder / "python"), "-c", code, cwd=tmp_path).split()
    for path in map(Path, found):
        assert path.is_relative_to(bin_folder.parent)
        assert any(path.iterdir())


def test_wheel_holds_every_prompt_and_template_of_the_checkout(bin_folder: Path) -> None:
    package = next((bin_folder.parent / "lib").glob("*/site-packages/briefwright"))
    for name in ("prompts", "templates"):
        shipped = {path.name for path in (ROOT / name).iterdir() if path.is_file()}
        assert shipped <= {path.name for path in (package / name).iterdir()}


def test_wheel_holds_the_reviewers_pages(bin_folder: Path) -> None:
    pages = ("src", "briefwright", "review", "pages")
    package = next((bin_folder.parent / "lib").glob("*/site-packages/briefwright"))
    shipped = {path.name for path in ROOT.joinpath(*pages).iterdir() if path.is_file()}
    assert {"pair.html", "review.css", "review.js"} <= shipped
    assert shipped <= {path.name for path in package.joinpath(*pages[2:]).iterdir()}


@pytest.mark.model
def test_installed_program_makes_a_word_note(bin_folder: Path, tmp_path: Path) -> None:
    for name in models.EMBEDDED:
        models.ensure(name)
    (tmp_path / "nurses.txt").write_text(ARTICLE, encoding="utf-8")
    _run(str(bin_folder / "briefwright"), "note", "nurses.txt", "-o", "note.docx", cwd=tmp_path)
    assert (tmp_path / "note.docx").read_bytes().startswith(b"PK")
    assert "ok     writer" in _run(str(bin_folder / "briefwright"), "check", cwd=tmp_path)
