"""Where a registry is, as users give it."""

import pytest

from connectors.registry.settings import RegistrySettings


@pytest.mark.parametrize(
    "url", ["", "registry:8081", "ftp://registry", "http://", "http://[::1", "not a url"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="schema registry's address"):
        RegistrySettings(url)
