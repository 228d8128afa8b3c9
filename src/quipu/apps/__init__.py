"""Quipu at work: one Django app for each word its users use."""
