"""Extract: sentences, entities, time expressions, quotes and event candidates, from spaCy's parse."""
