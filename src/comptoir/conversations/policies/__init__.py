"""Decisions about conversations, pure: facts in, verdict out."""
