"""Decisions on plain facts."""
