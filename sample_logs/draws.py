"""Random numbers, one named stream per part: a change in one part leaves the others alone."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from sample_logs.clock import Flags, Ints


class Draws:
    """Vectors of random values from one seeded stream."""

    def __init__(self, seed: int, stream: str) -> None:
        """Begin the stream of that name; same seed and name, same values."""
        self._generator = np.random.default_rng([seed, crc32(stream.encode())])

    def between(self, low: float, high: float, size: int) -> Ints:
        """Whole numbers, evenly between low and high."""
        return self._generator.integers(int(low), int(high), size, endpoint=True)

    def chance(self, share: float, size: int) -> Flags:
        """True for that share."""
        return self._generator.random(size) < share

    def choice(self, shares: Sequence[float], size: int) -> Ints:
        """Index of one of several outcomes with these shares (they sum to 1)."""
        edges = np.cumsum(np.asarray(shares))[:-1]
        return np.searchsorted(edges, self._generator.random(size), side="right").astype(np.int64)

    def mixture(self, parts: Sequence[tuple[float, float, float]], size: int) -> Ints:
        """Whole numbers from several ranges: (share, low, high) each."""
        part = self.choice([share for share, _, _ in parts], size)
        low = np.array([int(low) for _, low, _ in parts], dtype=np.int64)[part]
        high = np.array([int(high) for _, _, high in parts], dtype=np.int64)[part]
        return low + (self._generator.random(size) * (high - low)).astype(np.int64)

    def bell(self, middle: float, spread: float, size: int) -> Ints:
        """Whole numbers, normal."""
        return self._generator.normal(middle, spread, size).astype(np.int64)

    def skewed(self, median: float, sigma: float, size: int) -> Ints:
        """Whole numbers, log-normal around a median."""
        return (median * self._generator.lognormal(0.0, sigma, size)).astype(np.int64)
