"""One workshop for all tests of the exchange: making RSA keys takes time."""

import pytest

from tests.exchange.shop import Shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """An enterprise with its key and one good package."""
    return Shop.open(tmp_path_factory.mktemp("exchange"))
