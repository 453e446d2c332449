"""Dateline on Google Cloud Dataflow: one image for workers and launcher, and a flex template."""
