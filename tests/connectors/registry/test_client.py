"""The client against a server that answers as the API of Confluent's registry documents."""

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from connectors.errors import ConnectorError
from connectors.registry.client import RegistryClient, RegistryError, UnknownSchemaError
from connectors.registry.settings import RegistrySettings

RECORD = {"type": "record", "name": "A", "fields": [{"name": "text", "type": "string", "doc": "Text."}]}
UNKNOWN_SCHEMA = (404, {"error_code": 40403, "message": "Schema not found"})
UNKNOWN_SUBJECT = (404, {"error_code": 40401, "message": "Subject not found"})


@dataclass
class Registry:
    """What the server knows and what it was asked."""

    url: str = ""
    schemas: dict[int, dict[str, Any]] = field(default_factory=dict)
    subjects: dict[str, list[int]] = field(default_factory=dict)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    answer: Callable[[str], tuple[int, Any] | bytes | None] = lambda _: None

    def respond(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        parts = path.partition("?")[0].strip("/").split("/")
        match (method, *parts):
            case ("GET", "schemas", "ids", number):
                found = self.schemas.get(int(number))
                return (200, found) if found else UNKNOWN_SCHEMA
            case ("GET", "subjects"):
                return 200, sorted(self.subjects)
            case ("POST", "subjects", subject, "versions"):
                known = [n for n, s in self.schemas.items() if s["schema"] == body["schema"]]
                number = known[0] if known else len(self.schemas) + 1
                self.schemas[number] = {"schema": body["schema"]}
                self.subjects.setdefault(subject, []).append(number)
                return 200, {"id": number}
            case ("POST", "compatibility", "subjects", subject, "versions"):
                if subject not in self.subjects:
                    return UNKNOWN_SUBJECT
                same = all(self.schemas[n]["schema"] == body["schema"] for n in self.subjects[subject])
                return 200, {"is_compatible": same} | (
                    {} if same else {"messages": ["field 'x' has no default"]}
                )
        return 404, {"error_code": 404, "message": "HTTP 404 Not Found"}


class Handler(BaseHTTPRequestHandler):
    registry: Registry

    def do_GET(self) -> None:
        self._do("GET", None)

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/vnd.schemaregistry.v1+json"
        self._do("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _do(self, method: str, body: Any) -> None:
        self.registry.asked.append((method, self.path, self.headers.get("Authorization")))
        answer = self.registry.answer(self.path)
        status, content = answer if isinstance(answer, tuple) else (200, answer)
        if content is None:
            status, content = self.registry.respond(method, self.path, body)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def registry() -> Iterator[Registry]:
    state = Registry(schemas={7: {"schema": json.dumps(RECORD)}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"registry": state}))
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def client(registry: Registry, **settings: Any) -> RegistryClient:
    return RegistryClient(RegistrySettings(registry.url, backoff_seconds=0.01, **settings))


def test_a_schema_is_asked_for_once(registry: Registry) -> None:
    with client(registry) as registered:
        assert registered.schema(7) == RECORD
        assert registered.schema(7) == RECORD
    assert len(registry.asked) == 1


def test_an_unknown_id_is_named_and_asked_for_again(registry: Registry) -> None:
    with client(registry) as registered:
        with pytest.raises(UnknownSchemaError, match="the id 8") as caught:
            registered.schema(8)
        assert not caught.value.retryable
        registry.schemas[8] = {"schema": json.dumps(RECORD)}
        assert registered.schema(8) == RECORD


@pytest.mark.parametrize(
    "answer",
    [
        {"schema": "syntax = 'proto3';", "schemaType": "PROTOBUF"},
        {"schema": json.dumps(RECORD), "references": [{"name": "B", "subject": "b", "version": 1}]},
        {"schema": '"string"'},
    ],
)
def test_what_is_no_avro_record_of_its_own_is_unknown(registry: Registry, answer: Any) -> None:
    registry.schemas[9] = answer
    with client(registry) as registered, pytest.raises(UnknownSchemaError, match="schema 9"):
        registered.schema(9)


def test_register_and_list(registry: Registry) -> None:
    with client(registry) as registered:
        first = registered.register("articles-value", json.dumps(RECORD))
        assert registered.register("articles-value", json.dumps(RECORD)) == first == 7
        assert registered.subjects() == ["articles-value"]


def test_a_subject_is_one_path_segment(registry: Registry) -> None:
    with client(registry) as registered:
        registered.register("a/b c-value", json.dumps(RECORD))
    assert registry.asked[0][1] == "/subjects/a%2Fb%20c-value/versions"


def test_compatibility(registry: Registry) -> None:
    with client(registry) as registered:
        assert registered.incompatibilities("new-value", json.dumps(RECORD)) == []
        registered.register("new-value", json.dumps(RECORD))
        assert registered.incompatibilities("new-value", json.dumps(RECORD)) == []
        assert registered.incompatibilities("new-value", '"string"') == ["field 'x' has no default"]


def test_basic_and_bearer(registry: Registry) -> None:
    for settings, expected in (
        (RegistrySettings(registry.url, username="ann", password="s3cret"), "Basic YW5uOnMzY3JldA=="),
        (RegistrySettings(registry.url.replace("//", "//ann:s3cret@")), "Basic YW5uOnMzY3JldA=="),
        (RegistrySettings(registry.url, token="s3cret"), "Bearer s3cret"),
        (RegistrySettings(registry.url), None),
    ):
        with RegistryClient(settings) as registered:
            registered.schema(7)
        assert registry.asked[-1][2] == expected


def test_secrets_are_nowhere_to_be_seen(registry: Registry, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    registry.answer = lambda _: (401, {"error_code": 401, "message": "Unauthorized"})
    for settings in (
        RegistrySettings(registry.url.replace("//", "//ann:s3cret@")),
        RegistrySettings(registry.url, token="s3cret"),
        RegistrySettings("http://ann:s3cret@127.0.0.1:1", attempts=1),
    ):
        with RegistryClient(settings) as registered, pytest.raises(RegistryError) as caught:
            registered.schema(7)
        assert "s3cret" not in repr(settings) + str(caught.value) + repr(registered) + caplog.text


def test_no_access_is_final(registry: Registry) -> None:
    registry.answer = lambda _: (403, {"error_code": 40301, "message": "no"})
    with client(registry) as registered, pytest.raises(ConnectorError, match="check user, password or token"):
        registered.subjects()
    assert len(registry.asked) == 1


def test_a_passing_fault_is_tried_again(registry: Registry) -> None:
    answers = iter([(503, {"message": "starting"}), (429, {"message": "slow down"})])
    registry.answer = lambda _: next(answers, None)
    with client(registry) as registered:
        assert registered.schema(7) == RECORD
    assert len(registry.asked) == 3


def test_a_fault_that_stays_is_retryable(registry: Registry) -> None:
    registry.answer = lambda _: (500, {"error_code": 50001, "message": "backend\ndown"})
    with (
        client(registry) as registered,
        pytest.raises(RegistryError, match="HTTP 500: backend down") as caught,
    ):
        registered.schema(7)
    assert caught.value.retryable
    assert len(registry.asked) == 3


def test_a_registry_that_is_down_or_silent_is_retryable() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        for backlog in (None, 1):
            if backlog:
                silent.listen(backlog)
            settings = RegistrySettings(url, timeout_seconds=0.2, attempts=2, backoff_seconds=0.01)
            started = time.monotonic()
            with RegistryClient(settings) as registered, pytest.raises(RegistryError) as caught:
                registered.schema(7)
            assert caught.value.retryable
            assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "answer",
    [b"<html>", b"[" * 100_000, b"7", b"null", {"id": "7"}, {"schema": 7}, {"schema": "{"}, b"x" * 2_000_000],
)
def test_an_answer_that_makes_no_sense_is_an_error(registry: Registry, answer: Any) -> None:
    registry.answer = lambda _: (200, answer)
    with client(registry) as registered:
        for call in (
            lambda: registered.schema(7),
            registered.subjects,
            lambda: registered.incompatibilities("s", '"string"'),
            lambda: registered.register("s", '"string"'),
        ):
            with pytest.raises(RegistryError) as caught:
                call()
            assert not caught.value.retryable


def test_another_path_is_not_an_unknown_schema(registry: Registry) -> None:
    registry.url += "/somewhere/else"
    with client(registry) as registered, pytest.raises(RegistryError) as caught:
        registered.schema(7)
    assert not isinstance(caught.value, UnknownSchemaError)
