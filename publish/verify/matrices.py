"""Matrices of content streams (ISO 32000-1, 8.3): what they make of points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Points = list[tuple[float, float]]


def matrix_of(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def points_of(matrix: Matrix, numbers: Sequence[float]) -> Points:
    """Pairs of numbers as points of the page."""
    a, b, c, d, e, f = matrix
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def scale_of(matrix: Matrix) -> float:
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
