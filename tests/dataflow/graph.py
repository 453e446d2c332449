"""A staged graph, read without the code that made it."""

import bz2
import re
from base64 import b64decode
from collections.abc import Iterator

from apache_beam.portability.api import beam_runner_api_pb2 as api

PAR_DO = "beam:transform:pardo:v1"
IMPULSE = "beam:transform:impulse:v1"
KV = "beam:coder:kv:v1"


def staged_graph(serialized: bytes) -> api.Pipeline:
    """The graph that Dataflow is told to run."""
    return api.Pipeline.FromString(serialized)


def par_dos(graph: api.Pipeline) -> dict[str, api.ParDoPayload]:
    """Every ParDo of the graph, by its full name."""
    return {
        transform.unique_name: api.ParDoPayload.FromString(transform.spec.payload)
        for transform in graph.components.transforms.values()
        if transform.spec.urn == PAR_DO
    }


def stateful_keys(graph: api.Pipeline) -> dict[str, str]:
    """The coder of the key of every stateful ParDo, by its full name; of what is no pair, the coder itself."""
    parts, found = graph.components, {}
    for transform in parts.transforms.values():
        if transform.spec.urn == PAR_DO and api.ParDoPayload.FromString(transform.spec.payload).state_specs:
            (collection,) = transform.inputs.values()
            coder = parts.coders[parts.pcollections[collection].coder_id]
            if coder.spec.urn == KV:
                coder = parts.coders[coder.component_coder_ids[0]]
            found[transform.unique_name] = coder.spec.urn
    return found


def kinds(graph: api.Pipeline) -> set[str]:
    """The URNs of all transforms that have no others inside, and do not hand on what they get untouched."""
    leaves = (t for t in graph.components.transforms.values() if not t.subtransforms)
    return {t.spec.urn for t in leaves if list(t.inputs.values()) != list(t.outputs.values())}


def steps(graph: api.Pipeline) -> list[str]:
    """The names of the steps on the graph's outermost level, in order."""
    inner = [graph.components.transforms[name] for name in _outermost(graph).subtransforms]
    return [transform.unique_name for transform in inner]


def images(graph: api.Pipeline) -> set[str]:
    """The container images of all environments that a transform runs in."""
    used = {t.environment_id for t in graph.components.transforms.values() if t.environment_id}
    payloads = (graph.components.environments[name].payload for name in used)
    return {api.DockerPayload.FromString(payload).container_image for payload in payloads}


def layers(data: bytes) -> Iterator[bytes]:
    """`data`, and what is packed in it: what Beam pickles it compresses, encodes, and may pickle again."""
    yield data
    for match in re.finditer(rb"[A-Za-z0-9+/]{64,}={0,2}", data):
        try:
            inner = bz2.decompress(b64decode(match[0]))
        except (ValueError, OSError):
            continue
        yield from layers(inner)


def _outermost(graph: api.Pipeline) -> api.PTransform:
    (name,) = graph.root_transform_ids
    return graph.components.transforms[name]
