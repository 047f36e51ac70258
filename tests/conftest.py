"""Before NumPy is loaded: one BLAS thread a process. The tests keep all cores busy, and threads would wait in turns."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
