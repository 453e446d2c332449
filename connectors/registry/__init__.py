"""A Confluent-compatible schema registry: settings, client, and the framing of values by schema id."""
