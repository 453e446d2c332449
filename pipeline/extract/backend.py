"""Matrix products of the language model by numpy's BLAS.

Two thirds of the model's time are products of some hundred rows by 288 to 672 columns. Numpy's OpenBLAS
multiplies them two to three times as fast as the BLIS that thinc uses by default; the sums differ by rounding only.
"""

from typing import Any, cast

import numpy as np
from thinc.api import NumpyOps, registry
from thinc.types import Floats2d


@registry.ops("dateline_blas")
class BlasOps(NumpyOps):
    """Thinc's operations on the CPU, with numpy's matrix product."""

    name = "dateline_blas"

    def gemm(
        self, x: Floats2d, y: Floats2d, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Floats2d:
        """x · y, each transposed if asked, into `out` if it is given."""
        product: Any = np.matmul
        return cast(Floats2d, product(x.T if trans1 else x, y.T if trans2 else y, out=out))
