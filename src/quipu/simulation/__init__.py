"""A fictional foreign ministry of any size, from a seed."""

from quipu.simulation.shape import Cell, Row, Rows, SizeImpossible
from quipu.simulation.simulate import simulate_institution

__all__ = ["Cell", "Row", "Rows", "SizeImpossible", "simulate_institution"]
