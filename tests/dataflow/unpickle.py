"""Run by itself, without this repository on its path: take a staged graph apart as a worker does, and say what came.

    python -I unpickle.py pipeline.pb

Writes JSON: the full name of each ParDo whose function came out, and where the modules of Dateline lie that this
loaded. What can't be unpickled is a traceback and exit code 1.
"""

import json
import sys
from pathlib import Path

from apache_beam.internal import pickler
from apache_beam.portability.api import beam_runner_api_pb2 as api
from apache_beam.runners.pipeline_context import PipelineContext

DATELINE = ("pipeline", "connectors", "schemas")
PAR_DO = "beam:transform:pardo:v1"


def main() -> None:
    """Unpickle every coder, windowing and function."""
    graph = api.Pipeline.FromString(Path(sys.argv[1]).read_bytes())
    context = PipelineContext(graph.components)
    for name in graph.components.coders:
        context.coders.get_by_id(name)
    for name in graph.components.windowing_strategies:
        context.windowing_strategies.get_by_id(name)
    functions = []
    for transform in graph.components.transforms.values():
        if transform.spec.urn == PAR_DO:
            payload = api.ParDoPayload.FromString(transform.spec.payload)
            pickler.loads(payload.do_fn.payload)
            functions.append(transform.unique_name)
    ours = {name: module.__file__ for name, module in sys.modules.items() if name.split(".")[0] in DATELINE}
    print(json.dumps({"functions": functions, "modules": ours}))


main()
