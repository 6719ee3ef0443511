"""Tide tables from harmonic constants."""

import math


def height(hours: float, amplitude: float, period: float = 12.42) -> float:
    """Height over mean sea level, for one constituent that peaks at hour 0."""
    return amplitude * math.cos(2 * math.pi * hours / period)
