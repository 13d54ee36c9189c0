"""The toolbox: knows nothing of support."""
