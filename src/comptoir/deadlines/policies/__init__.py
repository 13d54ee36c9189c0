"""Decisions about time, pure: facts in, due times out."""
