"""Values framed with the id of their schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.registry.framing import frame, unframe


@given(st.integers(0, 2**32 - 1), st.binary())
def test_framing_round_trip(schema_id: int, payload: bytes) -> None:
    framed = frame(schema_id, payload)
    assert framed[0] == 0
    assert framed[1:5] == schema_id.to_bytes(4, "big")
    assert unframe(framed) == (schema_id, payload)


@pytest.mark.parametrize("value", [b"", b"\0\0\0\0", b"\1\0\0\0\7x"])
def test_what_is_not_framed(value: bytes) -> None:
    with pytest.raises(ValueError):
        unframe(value)


@pytest.mark.parametrize("schema_id", [-1, 2**32])
def test_an_id_that_does_not_fit(schema_id: int) -> None:
    with pytest.raises(ValueError):
        frame(schema_id, b"")
