#!/bin/sh
# Dateline and what a submission to Dataflow needs into the Python that is first on the PATH, from the folder it is run in;
# its places once and for all.
set -eu
python -m pip install --no-cache-dir --quiet --disable-pip-version-check -c requirements.lock '.[dataflow]'
python -c 'from pipeline.enrich.places.gazetteer import gazetteer; gazetteer()'
