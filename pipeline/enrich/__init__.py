"""Enrich: actors, places and dates resolved, events completed, the main event chosen. Plain data only."""
