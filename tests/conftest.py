"""The one option of the whole suite: golden files are rewritten only when asked."""

from __future__ import annotations

import pytest

from briefwright.nn.threads import quiet

# As `nn` sets it on loading a model; a test module that imports torch would come too early, and
# waiting threads that spin make every model some ten times slower on busy cores.
quiet()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
