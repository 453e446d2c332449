"""The command that a TaskManager runs for a worker, ``dateline-worker``: Beam's Python harness in this environment.

It takes the place of the ``boot`` program in Beam's images. That one installs what a job brings along; here
Dateline is installed already, of the same version as at the submission, and what a job brings is ignored.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Sequence

import grpc
from apache_beam.portability.api import (
    beam_provision_api_pb2,
    beam_provision_api_pb2_grpc,
    endpoints_pb2,
)
from google.protobuf import json_format, text_format

ANSWER_SECONDS = 60.0
LOOK_SECONDS = 0.5


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a worker until its TaskManager ends it, or is gone itself."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    for name in ("id", "provision_endpoint", "control_endpoint", "logging_endpoint"):
        parser.add_argument(f"--{name}", required=name in ("id", "provision_endpoint"), default="")
    given, _ = parser.parse_known_args(arguments)
    os.environ.update(_environment(given))
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()

    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


def _environment(given: argparse.Namespace) -> dict[str, str]:
    """What Beam's harness wants to find in its environment, from the arguments and the provision service."""
    with grpc.insecure_channel(given.provision_endpoint) as channel:
        info = (
            beam_provision_api_pb2_grpc.ProvisionServiceStub(channel)
            .GetProvisionInfo(
                beam_provision_api_pb2.GetProvisionInfoRequest(),
                metadata=(("worker_id", given.id),),
                timeout=ANSWER_SECONDS,
            )
            .info
        )
    return {
        "WORKER_ID": given.id,
        "PIPELINE_OPTIONS": json_format.MessageToJson(info.pipeline_options),
        "RUNNER_CAPABILITIES": " ".join(info.runner_capabilities),
        "CONTROL_API_SERVICE_DESCRIPTOR": _descriptor(given.control_endpoint or info.control_endpoint.url),
        "LOGGING_API_SERVICE_DESCRIPTOR": _descriptor(given.logging_endpoint or info.logging_endpoint.url),
    }


def _descriptor(url: str) -> str:
    return text_format.MessageToString(endpoints_pb2.ApiServiceDescriptor(url=url))


def _leave_with(parent: int) -> None:
    """End this process at once when `parent` is gone, however it went: nobody could use what it still does."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
