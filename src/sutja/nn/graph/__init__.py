"""The computational graph: layers as nodes, tensors as edges."""
