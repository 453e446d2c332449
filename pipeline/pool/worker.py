"""What runs inside a process of the pool: the language model and tables, once, and steps over batches of items."""

import gc
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Sequence
from multiprocessing.process import BaseProcess

from connectors.metrics import STEPS
from pipeline.enrich.ready import ready
from pipeline.extract.model import shared_model
from pipeline.pool.allocator import return_memory
from pipeline.pool.step import Step
from pipeline.records import Item

Times = Sequence[tuple[str, float]]


def start(model: str, memory_mb: int) -> None:
    """Load `model` and the tables, leave Ctrl-C to the parent, and leave when the parent is gone, however it went.

    Beyond `memory_mb` of data an allocation fails, on systems that keep to such a limit, as Linux does.
    """
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = memory_mb << 20
    resource.setrlimit(
        resource.RLIMIT_DATA, (limit if most == resource.RLIM_INFINITY else min(limit, most), most)
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()
    STEPS.keep()
    shared_model(model)
    ready()
    gc.disable()  # `run` collects, once a batch


def _leave_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def run(steps: Sequence[Step], items: Sequence[Item]) -> tuple[Sequence[Item], Times]:
    """`items` after all `steps`, and the seconds that each step took each time."""
    try:
        for step in steps:
            items = step(items)
        return items, STEPS.taken()
    finally:
        gc.collect(1)  # the young objects: all that the batch has made
        return_memory()
