"""What must not stand in a graph that leaves this machine: passwords, keys and tokens themselves."""

from pipeline.errors import UsageError
from pipeline.settings import Settings

LOCAL = frozenset({"direct", "prism", "FnApiRunner", "PrismRunner"})


def refuse_secrets(settings: Settings, runner: str) -> None:
    """See that a graph for `runner` only says where each secret is, and not what it is.

    Whoever can read a job on Flink or Dataflow can read its graph, so there a worker looks secrets up itself.
    Raises UsageError that names the settings and shows none.
    """
    registry = settings.steps.decode.registry
    literal = [*settings.kafka.literal_secrets(), *(registry.literal_secrets() if registry else ())]
    if literal and runner not in LOCAL:
        raise UsageError(
            f"{', '.join(literal)}: a secret would travel in the job, for others to see; write ${{env:NAME}} "
            "or ${file:PATH} for it, which is looked up on the workers and here"
        )
