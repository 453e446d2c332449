"""Sample articles for the demo; invented, see README.md."""

from importlib import resources

from connectors.records import OutputRecord

_TYPES = (("page.html", b"text/html"), ("broken.json", b"application/json"))


def records(topic: str) -> list[OutputRecord]:
    """Every sample as a record for `topic`, in order of publication, the odd ones last."""
    folder = resources.files(__name__)
    lines = folder.joinpath("articles.jsonl").read_bytes().splitlines()
    found = [(line, b"application/json") for line in lines]
    found += [(folder.joinpath(name).read_bytes(), content_type) for name, content_type in _TYPES]
    return [OutputRecord(topic, None, value, (("content-type", type_),)) for value, type_ in found]
