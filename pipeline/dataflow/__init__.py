"""The graph as a job of Google Cloud Dataflow."""
