"""An article as a JSON object."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from pipeline.errors import BadRecordError, Reason


def read_json(text: str) -> Mapping[str, Any]:
    """The object that `text` holds, by JSON's own rules (RFC 8259): NaN and Infinity are not numbers.

    Raises BadRecordError: NOT_DECODABLE if `text` is not JSON, ends early, nests too deep or has a number of
    more than 4,300 digits; WRONG_TYPE if it is JSON, but no object.
    """
    try:
        value = json.loads(text, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        message = f"the JSON ends early or is not JSON: {error.msg} ({where})"
        raise BadRecordError(Reason.NOT_DECODABLE, message) from None
    except RecursionError:
        raise BadRecordError(Reason.NOT_DECODABLE, "the JSON is nested too deep") from None
    except ValueError as error:
        raise BadRecordError(Reason.NOT_DECODABLE, f"the JSON can't be read: {error}") from None
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else "a single value"
        raise BadRecordError(Reason.WRONG_TYPE, f"the JSON is {kind}, not an object")
    return value


def _not_a_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
