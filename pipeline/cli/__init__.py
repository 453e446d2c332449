"""The command ``dateline``. What a command needs of Beam, spaCy or Kafka is imported when it runs."""

from pipeline.cli.app import main

__all__ = ["main"]
