"""Decisions of triage, on plain facts."""
