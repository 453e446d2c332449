"""Cloud Storage, Dataflow, Secret Manager and the token endpoint of Google Cloud, as far as a submission asks.

Clients reach Dataflow through the proxy that the environment names, which is the same server.
"""

import functools
import json
import re
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from crc32c import crc32c
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.cloud import dataflow
from google.protobuf import json_format

BUCKET = "my-bucket"
PROJECT, REGION = "my-project", "europe-west4"
# Beam speaks REST to an address with this word in it, else gRPC; it wants a name without a port.
ENDPOINT = "http://dataflow.sandbox.test"
JOBS = f"/v1b3/projects/{PROJECT}/locations/{REGION}/jobs"
ENDED = ("JOB_STATE_CANCELLED", "JOB_STATE_DRAINED", "JOB_STATE_FAILED")
_OBJECT = re.compile(r"/storage/v1/b/([^/]+)/o/(.+)")
_BUCKET = re.compile(r"/storage/v1/b/([^/]+)")


@dataclass
class Google:
    """What the services hold: objects by ``gs://`` address, jobs by id, and secrets by version.

    `next_state` says what becomes of a job each time it is looked at.
    """

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    messages: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    next_state: Callable[[str], str] = lambda state: state

    def staged(self, name: str) -> bytes:
        """The only object whose address ends with `name`."""
        (found,) = (held for address, held in self.objects.items() if address.endswith(f"/{name}"))
        return found

    def add_job(self, name: str, **more: Any) -> dict[str, Any]:
        """Make a job; what Dataflow says of it."""
        job = more | {"id": f"job-{len(self.jobs) + 1}", "name": name, "currentState": "JOB_STATE_RUNNING"}
        self.jobs[job["id"]] = job
        return job

    def answer(self, method: str, url: str, body: bytes) -> tuple[int, Any]:
        """Status, and JSON or the bytes of an object, for a request."""
        path, query = urlsplit(url).path, parse_qs(urlsplit(url).query)
        self.asked.append(f"{method} {path}")
        if path == "/token":
            return 200, {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"}
        if path.startswith("/upload/"):
            return self._upload(method, path, query, body)
        if match := _OBJECT.fullmatch(path.removeprefix("/download")):
            address = f"gs://{match[1]}/{unquote(match[2])}"
            if address not in self.objects:
                return 404, _error(404)
            return 200, self.objects[address] if path.startswith("/download") else self._object(address)
        if match := _BUCKET.fullmatch(path):
            return (200, {"name": BUCKET}) if match[1] == BUCKET else (404, _error(404))
        if path.endswith(":access"):
            held = self.secrets.get(path.removeprefix("/v1/").removesuffix(":access"))
            data = b64encode((held or "").encode()).decode()
            return (200, {"payload": {"data": data}}) if held else (403, _error(403))
        if path.startswith(JOBS):
            return self._job(method, path.removeprefix(JOBS).strip("/").split("/"), body)
        return 403, _error(403)

    def _upload(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        bucket = path.split("/")[5]
        name = query["name"][0] if "name" in query else json.loads(body)["name"]
        address = f"gs://{bucket}/{name}"
        if method == "POST":
            self.objects[address] = b""
            return 200, {"Location": f"{self.address}{path}?uploadType=resumable&name={name}"}
        self.objects[address] += body
        return 200, self._object(address)

    def _object(self, address: str) -> dict[str, str]:
        _, _, bucket, name = address.split("/", 3)
        held = self.objects[address]
        checksum = b64encode(crc32c(held).to_bytes(4)).decode()
        return {"bucket": bucket, "name": name, "size": str(len(held)), "crc32c": checksum}

    def _job(self, method: str, parts: list[str], body: bytes) -> tuple[int, Any]:
        if parts == [""]:
            if method == "POST":
                return 200, self.add_job(**_job_in(body))
            return 200, {"jobs": [job for job in self.jobs.values() if job["currentState"] not in ENDED]}
        job = self.jobs.get(parts[0])
        if job is None:
            return 403, _error(403)
        if parts[1:] == ["messages"]:
            return 200, {"jobMessages": self.messages}
        if method == "PUT":
            job["currentState"] = _job_in(body)["requestedState"]
        else:
            job["currentState"] = self.next_state(job["currentState"])
        return 200, job

    def say(self, text: str, importance: str = "JOB_MESSAGE_WARNING") -> None:
        """Tell of the jobs."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        self.messages.append({"time": now, "messageText": text, "messageImportance": importance})


def _job_in(body: bytes) -> dict[str, Any]:
    """A job of a request; what the service does not know is an error."""
    job: dict[str, Any] = json_format.MessageToDict(json_format.Parse(body, dataflow.Job.pb()()))
    return job


def _error(status: int) -> dict[str, Any]:
    return {"error": {"code": status, "message": "not here" if status == 404 else "not for you"}}


@contextmanager
def google_services() -> Iterator[Google]:
    """The services, listening on loopback."""
    google = Google()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = google.answer(self.command, self.path, body)
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            if isinstance(said, dict) and "Location" in said:
                self.send_header("Location", said["Location"])
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = _handle

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        google.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield google
        server.shutdown()


def environment(google: Google, folder: Path) -> dict[str, str]:
    """What makes Google's clients find `google` instead of their own servers, with an account kept in `folder`."""
    return {
        "STORAGE_EMULATOR_HOST": google.address,
        "http_proxy": google.address,
        "no_proxy": "127.0.0.1,localhost",
        "GOOGLE_APPLICATION_CREDENTIALS": str(_service_account(google, folder)),
    }


@functools.cache
def _key() -> str:
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key.decode()


def _service_account(google: Google, folder: Path) -> Path:
    """A key file whose tokens `google` hands out; the key is made here and opens nothing."""
    path = folder / "account.json"
    path.write_text(
        json.dumps(
            {
                "type": "service_account",
                "client_email": "tests@example.org",
                "private_key": _key(),
                "token_uri": f"{google.address}/token",
            }
        )
    )
    return path
