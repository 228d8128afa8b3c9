"""A fictional foreign ministry of any size, from a seed."""

from quipu.simulation.shape import Cell, Row, Rows, SizeError
from quipu.simulation.simulate import simulate_institution

__all__ = ["Cell", "Row", "Rows", "SizeError", "simulate_institution"]
