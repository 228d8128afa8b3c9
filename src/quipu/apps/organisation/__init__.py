"""Institutions, executing units, organisational units, cost centres and missions abroad."""
