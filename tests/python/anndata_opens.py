"""What anndata makes of an .h5ad file of ch5: table, categories, sparse matrix, layer."""

import importlib.metadata
import sys

try:
    import anndata
    import pandas as pd
    import scipy.sparse
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(0)
import numpy as np

data = anndata.read_h5ad(sys.argv[1])
assert data.shape == (4, 3), data.shape

obs = data.obs
assert list(obs.index) == ["AAAC-0", "AAAC-1", "AAAC-2", "AAAC-3"], obs.index
assert list(obs.columns) == ["counts", "quality", "kind"], obs.columns
assert obs["counts"].dtype == np.uint32 and list(obs["counts"]) == [3, 0, 3, 4]
assert obs["quality"].dtype == np.float64 and list(obs["quality"]) == [0.0, 0.25, 0.5, 0.75]

kind = obs["kind"]
assert isinstance(kind.dtype, pd.CategoricalDtype), kind.dtype
assert list(kind.cat.categories) == ["B cell", "T cell", "monocyte"]
assert list(kind) == ["T cell", "B cell", "T cell", "monocyte"] and not kind.cat.ordered
assert dict(obs.groupby("kind", observed=True)["counts"].sum()) == {"B cell": 0, "T cell": 6, "monocyte": 4}

var = data.var
assert list(var.index) == ["G0", "G1", "G2"], var.index
# A table of records names its first column as the index, and keeps it as a column.
assert list(var.columns) == ["symbol", "length"], var.columns
assert pd.isna(var["length"].iloc[0]) and list(var["length"].iloc[1:]) == [501, 502], var

assert scipy.sparse.issparse(data.X) and data.X.format == "csr", type(data.X)
assert data.X.dtype == np.float32
wanted = np.array([[1, 0, 2], [0, 0, 0], [0, 3, 0], [0, 0, 4.5]], dtype="f4")
assert (data.X.toarray() == wanted).all(), data.X.toarray()

scaled = data.layers["scaled"]
assert scaled.dtype == np.float64 and (scaled == np.arange(12).reshape(4, 3) / 2).all(), scaled

# anndata goes on with it: a part of it, written and read again.
part = data[obs["kind"] == "T cell", ["G0", "G2"]].copy()
part.write_h5ad(sys.argv[2])
again = anndata.read_h5ad(sys.argv[2])
assert again.shape == (2, 2) and (again.X.toarray() == [[1, 2], [0, 0]]).all()
print(f"anndata {importlib.metadata.version('anndata')}: opened")
