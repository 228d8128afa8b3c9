"""Narrative, reports, publications and their drift."""
