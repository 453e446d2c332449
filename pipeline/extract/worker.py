"""What runs inside a process of the pool: one model, and the extraction of batches."""

import gc
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Sequence
from multiprocessing.process import BaseProcess

from spacy.language import Language

from pipeline.extract.core import extract
from pipeline.extract.model import load_model
from pipeline.records import Article, Extraction

_model: Language | None = None


def start(model: str, memory_mb: int) -> None:
    """Load `model`, leave Ctrl-C to the parent, and leave when the parent is gone, however it went.

    Beyond `memory_mb` of data an allocation fails, on systems that keep to such a limit, as Linux does.
    """
    global _model
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = memory_mb << 20
    resource.setrlimit(
        resource.RLIMIT_DATA, (limit if most == resource.RLIM_INFINITY else min(limit, most), most)
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()
    _model = load_model(model)
    gc.freeze()  # what the model consists of stays: no collection need walk over it
    gc.disable()  # `run` collects, once a batch


def _leave_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def run(articles: Sequence[Article]) -> list[Extraction]:
    """An `Extraction` for each article, in order."""
    if _model is None:
        raise RuntimeError("the worker was not started")
    try:
        return extract(_model, articles)
    finally:
        gc.collect(1)  # the young objects: all that the batch has made
