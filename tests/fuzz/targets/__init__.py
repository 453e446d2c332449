"""What is fuzzed: a file a target, whose `check` takes any bytes and raises where a property does not hold."""

NAMES = ("record", "text", "page", "feed", "index", "growth", "events")
