"""Parcels and their way: what carriers report, mirrored."""
