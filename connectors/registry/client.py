"""Client of a Confluent-compatible schema registry."""

import json
import logging
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote

import httpx

from connectors.errors import ConnectorError
from connectors.properties_file import resolved
from connectors.registry.settings import RegistrySettings

_MAX_RESPONSE_BYTES = 1_000_000
_MAX_CACHED = 1_000
_MEDIA_TYPE = "application/vnd.schemaregistry.v1+json"
_UNKNOWN_SCHEMA = 40403
_UNKNOWN_VERSION = (40401, 40402, 40408)  # the last: a subject without a rule of its own
_LONGEST_PAUSE_SECONDS = 5.0

_LOG = logging.getLogger(__name__)
_STOP = threading.Event()


def stop() -> None:
    """End every wait of this process for a registry that is away: the calls fail with what they met last."""
    _STOP.set()


def allow_start() -> None:
    """Undo `stop`, for a further run in the same process."""
    _STOP.clear()


class RegistryError(ConnectorError):
    """A registry refused, gave no answer, or one that can't be understood.

    `retryable`: the same call may succeed later.
    """


class UnknownSchemaError(RegistryError):
    """The registry has no Avro schema under an id."""


class RegistryClient:
    """Schemas by id, registration and compatibility. May be used from several threads.

    Every method raises RegistryError, with `retryable` set if the registry is down or busy.
    """

    def __init__(self, settings: RegistrySettings) -> None:
        self._settings = settings
        self._schemas: OrderedDict[int, Mapping[str, Any]] = OrderedDict()
        self._lock = threading.Lock()
        headers = {"Accept": f"{_MEDIA_TYPE}, application/json", "Content-Type": _MEDIA_TYPE}
        auth: httpx.Auth | None = None
        if settings.token:
            token = resolved("bearer.auth.token", settings.token)
            headers["Authorization"] = f"Bearer {token}"
        elif settings.user_info:
            username, _, password = resolved("basic.auth.user.info", settings.user_info).partition(":")
            auth = httpx.BasicAuth(username, password)
        elif settings.username is not None:
            auth = httpx.BasicAuth(settings.username, settings.password or "")
        try:
            trusted = ssl.create_default_context(cafile=settings.ca_file)
        except OSError:
            raise RegistryError(
                f"the registry's ssl.ca.location: no certificates in {settings.ca_file}"
            ) from None
        self._http = httpx.Client(
            timeout=settings.timeout_seconds, headers=headers, auth=auth, verify=trusted
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def schema(self, schema_id: int) -> Mapping[str, Any]:
        """The Avro schema `schema_id`, remembered once read. Raises UnknownSchemaError if there is none."""
        with self._lock:
            known = self._schemas.get(schema_id)
            if known is not None:
                self._schemas.move_to_end(schema_id)
                return known
        answer = self._call("GET", f"/schemas/ids/{schema_id}", missing=f"no schema has the id {schema_id}")
        schema = _avro(schema_id, answer)
        with self._lock:
            self._schemas[schema_id] = schema
            if len(self._schemas) > _MAX_CACHED:
                self._schemas.popitem(last=False)
        return schema

    def register(self, subject: str, schema: str) -> int:
        """The id of `schema` (JSON) under `subject`, registered if it is new there."""
        answer = self._call("POST", f"/subjects/{_path(subject)}/versions", {"schema": schema})
        match answer:
            case {"id": int(schema_id)}:
                return schema_id
        raise RegistryError("the schema registry answered a registration without an id")

    def lookup(self, subject: str, schema: str) -> int | None:
        """The id of `schema` (JSON) if `subject` has it; asks for no right to write."""
        path = f"/subjects/{_path(subject)}"
        try:
            answer = self._call("POST", path, {"schema": schema}, missing=f"no such schema in {subject!r}")
        except UnknownSchemaError:
            return None
        match answer:
            case {"id": int(schema_id)}:
                return schema_id
        raise RegistryError("the schema registry answered a look-up without an id")

    def rule(self, subject: str) -> str:
        """The compatibility that new versions of `subject` must have: its own, else the registry's."""
        path = f"/config/{_path(subject)}?defaultToGlobal=true"
        try:
            answer = self._call("GET", path, missing=f"no subject {subject!r}")
        except UnknownSchemaError:
            answer = self._call("GET", "/config")
        match answer:
            case {"compatibilityLevel": str(level)}:
                return level
        raise RegistryError("the schema registry's answer names no compatibility level")

    def set_rule(self, subject: str, level: str) -> None:
        """Have the registry refuse versions of `subject` that break `level`, such as BACKWARD_TRANSITIVE."""
        self._call("PUT", f"/config/{_path(subject)}", {"compatibility": level})

    def incompatibilities(self, subject: str, schema: str) -> list[str]:
        """Why `schema` does not follow the versions of `subject` under the subject's rule; empty if it does.

        A subject without versions takes any schema.
        """
        path = f"/compatibility/subjects/{_path(subject)}/versions?verbose=true"
        try:
            answer = self._call("POST", path, {"schema": schema}, missing=f"no subject {subject!r}")
        except UnknownSchemaError:
            return []
        match answer:
            case {"is_compatible": True}:
                return []
            case {"is_compatible": False}:
                return [str(m) for m in answer.get("messages") or ()] or ["the registry gives no reason"]
        raise RegistryError("the schema registry's answer does not say whether the schema is compatible")

    def subjects(self) -> list[str]:
        """All subjects, in the registry's order."""
        answer = self._call("GET", "/subjects")
        if isinstance(answer, list) and all(isinstance(s, str) for s in answer):
            return answer
        raise RegistryError("the schema registry's list of subjects is not a list of names")

    def _call(self, method: str, path: str, body: Any = None, missing: str | None = None) -> Any:
        """The parsed answer. If the registry says unknown, UnknownSchemaError tells what is `missing`."""
        settings, attempt = self._settings, 0
        give_up_at = time.monotonic() + settings.patience_seconds
        while True:
            attempt += 1
            try:
                status, content = self._exchange(method, path, body)
                return _answer(status, content, missing)
            except RegistryError as error:
                over = attempt >= settings.attempts and time.monotonic() >= give_up_at
                if not error.retryable or over or _STOP.is_set():
                    raise
                if attempt == settings.attempts:
                    _LOG.warning("%s: waiting for it", error)
            _STOP.wait(min(settings.backoff_seconds * 2 ** min(attempt - 1, 10), _LONGEST_PAUSE_SECONDS))

    def _exchange(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        try:
            with self._http.stream(method, self._settings.url + path, json=body) as response:
                content = bytearray()
                for chunk in response.iter_bytes(65_536):
                    content += chunk
                    if len(content) > _MAX_RESPONSE_BYTES:
                        raise RegistryError(
                            f"the schema registry's answer exceeds {_MAX_RESPONSE_BYTES} bytes"
                        )
                return response.status_code, bytes(content)
        except httpx.TimeoutException as error:
            seconds = self._settings.timeout_seconds
            message = f"the schema registry at {self._settings.url} gave no answer within {seconds:g} s"
            raise RegistryError(message, retryable=True) from error
        except httpx.ConnectError as error:
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
            hint = "; ssl.ca.location names the authorities to trust" if untrusted else ""
            message = f"the schema registry at {self._settings.url} can't be reached: {error}{hint}"
            raise RegistryError(message, retryable=not untrusted) from error
        except httpx.TransportError as error:
            message = f"the schema registry at {self._settings.url} can't be reached: {error}"
            raise RegistryError(message, retryable=True) from error
        except httpx.HTTPError as error:
            raise RegistryError(
                f"the schema registry's answer can't be read: {type(error).__name__}"
            ) from error


def _path(subject: str) -> str:
    return quote(subject, safe="")


def _answer(status: int, content: bytes, missing: str | None) -> Any:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if status == 200 and answer is not None:
        return answer
    code, message = None, ""
    if isinstance(answer, dict):
        code, message = answer.get("error_code"), " ".join(str(answer.get("message") or "").split())[:300]
    if status == 404 and missing and code in (_UNKNOWN_SCHEMA, *_UNKNOWN_VERSION):
        raise UnknownSchemaError(f"the schema registry says: {missing}")
    if status in (401, 403):
        raise RegistryError(
            f"the schema registry refuses access (HTTP {status}): check user, password or token"
        )
    if status == 200:
        raise RegistryError("the schema registry's answer is not JSON")
    detail = f": {message}" if message else ""
    raise RegistryError(
        f"the schema registry answered HTTP {status}{detail}", retryable=status in (408, 429) or status >= 500
    )


def _avro(schema_id: int, answer: Any) -> Mapping[str, Any]:
    """The schema in the answer to a look-up by id."""
    if not isinstance(answer, dict) or not isinstance(answer.get("schema"), str):
        raise RegistryError(f"the schema registry's answer for id {schema_id} holds no schema")
    if answer.get("schemaType", "AVRO") != "AVRO":
        raise UnknownSchemaError(f"schema {schema_id} is {str(answer['schemaType'])[:20]}, not Avro")
    if answer.get("references"):
        raise UnknownSchemaError(f"schema {schema_id} refers to other schemas, which is not supported")
    try:
        schema = json.loads(answer["schema"])
    except (ValueError, RecursionError):
        raise RegistryError(f"schema {schema_id} in the registry is not JSON") from None
    if not isinstance(schema, dict):
        raise UnknownSchemaError(f"schema {schema_id} is not a record")
    return schema
