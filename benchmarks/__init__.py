"""What the README says about speed, as commands: ``python -m benchmarks.NAME`` from the root of the repository."""

import os

# As in the processes of the pool: matrices this small are multiplied fastest by one thread. Read when numpy is loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
