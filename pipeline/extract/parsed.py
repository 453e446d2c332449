"""What a parsed document makes anew at each access, made once and kept with it."""

from spacy.tokens import Doc

KEPT = "dateline_text"


def text_of(doc: Doc) -> str:
    """The text of `doc`."""
    text: str | None = doc.user_data.get(KEPT)
    if text is None:
        text = doc.user_data[KEPT] = doc.text
    return text
