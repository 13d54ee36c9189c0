"""Files of facts: read line by line, checked, stored in batches, bad lines reported."""

from comptoir.commerce.imports.loading import import_file
from comptoir.commerce.imports.summary import LineError, Summary

__all__ = ["LineError", "Summary", "import_file"]
