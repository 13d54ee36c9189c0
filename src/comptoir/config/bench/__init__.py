"""Measuring: floor and product in one run, on data built here, in a database of its own."""
