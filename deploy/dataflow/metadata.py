"""The flex template's metadata, made from the table of options.

python -m deploy.dataflow.metadata > deploy/dataflow/metadata.json
"""

import json
from typing import Any

from pipeline import options
from pipeline.dataflow.launch import FILES
from pipeline.options import OPTIONS, Option

REQUIRED = ("bootstrap-servers",)
LEFT_OUT = ("metrics-port", "metrics-host", "until-caught-up")  # these need somebody beside the job
_NAMES = "[a-zA-Z0-9._-]+"
PATTERNS = {
    "bootstrap-servers": r"[^\s,:]+:[0-9]+(,\s*[^\s,:]+:[0-9]+)*",
    "input-topic": rf"{_NAMES}(,\s*{_NAMES})*",
    "group-id": r"\S+",
    "kafka-option": r"[^\s=,]+=[^,]*(,[^\s=,]+=[^,]*)*",
    "schema-registry-url": r"https?://\S+",
    "language": "[a-z]{2}(,[a-z]{2})*",
    "model": r"\S+",
    "start-from": r"earliest|latest|[0-9]{4}-[0-9]{2}-[0-9]{2}\S*",
}
IMAGE = {
    "name": "sdk_container_image",
    "label": "Image of the workers",
    "helpText": "The image that the template was built from, with its tag; the workers run it, too.",
    "groupName": options.DATAFLOW,
    "paramType": "TEXT",
    "regexes": [r"^\S+$"],
}


def metadata() -> dict[str, Any]:
    """The whole document."""
    rows = [o for o in OPTIONS if o.name not in LEFT_OUT and o.group not in (options.FLINK, options.DATAFLOW)]
    return {
        "name": "Dateline",
        "description": "Turns a stream of news articles in Kafka into a stream of events: who did what to whom, "
        "when and where.",
        "streaming": True,
        "supportsExactlyOnce": True,
        "supportsAtLeastOnce": False,
        "parameters": [IMAGE, *(_parameter(option) for option in rows)],
    }


def _parameter(option: Option) -> dict[str, Any]:
    """An option, as `pipeline.dataflow.launch` takes it."""
    kind, pattern = _form(option)
    made: dict[str, Any] = {
        "name": option.key,
        "label": option.name.replace("-", " ").capitalize(),
        "helpText": option.help.replace("may be repeated", "several comma-separated"),
        "groupName": option.group,
        "paramType": kind,
        "regexes": [f"^({pattern})$"],
        "isOptional": option.name not in REQUIRED,
    }
    if option.choices:
        made["enumOptions"] = [{"value": choice} for choice in option.choices]
    if option.default not in (None, ()):
        made["defaultValue"] = _text(option.default)
    return made


def _form(option: Option) -> tuple[str, str]:
    """The kind of input, and the pattern of the whole value."""
    if option.name in FILES:
        return "GCS_READ_FILE", "gs://[^/]+/.+"
    if option.default is False:
        return "BOOLEAN", "true|false"
    if option.choices:
        return "ENUM", "|".join(option.choices)
    if isinstance(option.default, int):
        return "NUMBER", "[0-9]+"
    if isinstance(option.default, float):
        return "NUMBER", r"[0-9]+(\.[0-9]+)?"
    return "TEXT", PATTERNS.get(option.name, _NAMES)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    print(json.dumps(metadata(), indent=2, ensure_ascii=False))
