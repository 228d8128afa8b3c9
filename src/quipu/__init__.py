"""Quipu: planning, monitoring and evaluation for a public institution."""

__version__ = "0.1.0"
