"""Decisions about mail, pure: facts in, verdict out."""
