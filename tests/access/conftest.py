"""The demonstration before a browser, as the looks have it."""

from tests.looks.conftest import looks  # noqa: F401
