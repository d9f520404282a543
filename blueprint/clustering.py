"""How many independent instances know as much as these, when customers have several each.

Everything works on sums over customers, for one test or, as arrays, for many at once. Values of
instances lie between 0 and 1: affected or not, or a score on its scale.

The variance of the ratio is linearised by customer (Särndal, Swensson & Wretman 1992, 5.6), put
right for the residuals' own shrinking (Bell & McCaffrey 2002), and told as a correlation within
customers, from which the design effect follows (Kish 1965). Where few large or few affected
customers make that variance unsure, by Satterthwaite's (1946) degrees of freedom, the correlation
leans on the analysis of variance, which weighs customers less unequally (Ridout, Demétrio & Firth
1999).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Numbers = float | Floats

LEAN = 0.6
"""Degrees of freedom at which linearisation and analysis of variance count the same."""
UNSEEN_CORRELATION = 0.2
"""Taken for the correlation while nothing is seen; fades as affected customers come in."""
_T_EXPANSION = (1.959963984540054**2 + 1) / 4
_DAMPING = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Sums over customers: n and x are a customer's instances and the sum of their values.

    `values2` is the sum of the instances' squared values (x where they are 0 or 1); `xx`, `xn`,
    `nn` are sums of products, `n3` to `n5` of powers, `xx_per_n` of x²/n.
    """

    n: Numbers
    x: Numbers
    customers: Numbers
    values2: Numbers
    xx: Numbers
    xn: Numbers
    nn: Numbers
    n3: Numbers
    n4: Numbers
    n5: Numbers
    xx_per_n: Numbers


class SizeSums(NamedTuple):
    """The customers with `n` instances each: how many, and their sums of whole numbers.

    `total` and `squares` are over customers: of the sums of their instances' values and of the
    squares of these sums; `values2` is over instances: of their squared values.
    """

    n: int
    customers: int
    total: int
    squares: int
    values2: int


def summed(rows: Iterable[SizeSums], scale: tuple[int, int] = (0, 1)) -> Clusters:
    """The sums over all customers, of values put on 0 to 1; exact until the last division."""
    rows = sorted((_from_zero(row, scale[0]) for row in rows), key=lambda row: row.n)
    width = scale[1] - scale[0]
    powers = [sum(r.customers * r.n**k for r in rows) for k in range(6)]
    return Clusters(
        n=float(powers[1]),
        x=sum(r.total for r in rows) / width,
        customers=float(powers[0]),
        values2=sum(r.values2 for r in rows) / width**2,
        xx=sum(r.squares for r in rows) / width**2,
        xn=sum(r.total * r.n for r in rows) / width,
        nn=float(powers[2]),
        n3=float(powers[3]),
        n4=float(powers[4]),
        n5=float(powers[5]),
        xx_per_n=math.fsum(r.squares / r.n for r in rows) / width**2,
    )


def _from_zero(row: SizeSums, low: int) -> SizeSums:
    """The same customers, with values counted from the low end of their scale."""
    shift = low * row.n
    return SizeSums(
        n=row.n,
        customers=row.customers,
        total=row.total - shift * row.customers,
        squares=row.squares - 2 * shift * row.total + shift**2 * row.customers,
        values2=row.values2 - 2 * low * row.total + low**2 * row.n * row.customers,
    )


def effective_n(clusters: Clusters) -> Floats:
    """Independent yes-or-no instances that would know as much.

    The correlation is one that data of this size cannot rule out: with few affected customers it
    begins at `UNSEEN_CORRELATION`, and its standard error widens it as Student's t would (first
    term of t²/z² in 1/df). With one instance each it is the number of instances, exactly.
    """
    n, mean = np.asarray(clusters.n, float), _mean(clusters)
    most = mean * (1 - mean)
    scatter = _scatter(clusters)
    correlation = _cautious(clusters, correlation_within(clusters))
    effect = 1 + correlation * (_size(clusters) - 1)
    unsure = _standard_error(clusters, correlation) * (_size(clusters) - 1)
    effect += _T_EXPANSION * unsure**2 / (effect + _DAMPING * unsure)
    narrower = np.divide(most, scatter, out=np.ones_like(scatter + most), where=scatter > 0)
    count: Floats = n * narrower / effect
    return count


def correlation_within(clusters: Clusters) -> Floats:
    """The correlation of two instances of one customer, 0 to 1."""
    anova = np.clip(_by_variance_analysis(clusters), 0, 1)
    linear = np.clip(_by_linearisation(clusters), 0, 1)
    df = degrees_of_freedom(clusters, anova)
    df = df / (1 + df * _beyond_normal(clusters, anova))
    correlation: Floats = (df * linear + LEAN * anova) / (df + LEAN)
    return correlation


def degrees_of_freedom(clusters: Clusters, correlation: Numbers) -> Floats:
    """Satterthwaite's, of the linearised variance: few where few customers have most instances.

    Those of normal residuals; `_beyond_normal` says what rare yes-or-no values take from them.

    The residuals of customers are x - n·mean, their covariance that of equally correlated
    instances (Bell & McCaffrey 2002): the square of its trace over the trace of its square.
    """
    n, nn, n3, n4, n5 = clusters.n, clusters.nn, clusters.n3, clusters.n4, clusters.n5
    own, both = 1 - np.asarray(correlation, float), np.asarray(correlation, float)
    total = own * n + both * nn  # variance of a customer's sum is own n + both n²
    shares2 = nn / np.square(n)
    a_h = (own * nn + both * n3) / n
    a_a = own**2 * nn + 2 * own * both * n3 + both**2 * n4
    a_a_h = (own**2 * n3 + 2 * own * both * n4 + both**2 * n5) / n
    a_h_h = (own * n3 + both * n4) / np.square(n)
    trace = total * (1 + shares2) - 2 * a_h
    square = a_a - 4 * a_a_h + 2 * total * a_h_h + 2 * a_h**2 + 2 * shares2 * a_a
    square += total**2 * shares2**2 - 4 * total * a_h * shares2
    return _divided(trace**2, square, 0.0)


def _beyond_normal(clusters: Clusters, correlation: Floats) -> Floats:
    """What 1 / degrees of freedom grows by, because few customers are affected and many are not.

    A sum of squares varies by fourth cumulants too (Seber & Lee 2003, p. 10). Those of a
    customer's sum are the beta-binomial's: exact for rare values, for independent instances and for
    all or nothing. Without it the linearised correlation counts for sure while it rests on a
    handful, and then it is small just when few large customers happen to be affected.
    """
    rho, yes_no = np.asarray(correlation, float), _mean(clusters) * (1 - _mean(clusters))
    pairs = clusters.nn - clusters.n
    triples = clusters.n3 - 3 * clusters.nn + 2 * clusters.n
    fours = clusters.n4 - 6 * clusters.n3 + 11 * clusters.nn - 6 * clusters.n
    three = rho * 2 * rho / (1 + rho)
    four = three * 3 * rho / (1 + 2 * rho)
    fourth = clusters.n + 7 * rho * pairs + 6 * three * triples + four * fours
    rare = np.maximum(1 - 6 * yes_no, 0.0)
    return _divided(rare * fourth, 2 * yes_no * np.square(clusters.n + rho * pairs), 0.0)


def _mean(clusters: Clusters) -> Floats:
    return np.asarray(clusters.x, float) / clusters.n


def _size(clusters: Clusters) -> Floats:
    """Instances of the customer of an instance, on average."""
    return np.asarray(clusters.nn, float) / clusters.n


def _scatter(clusters: Clusters) -> Floats:
    """The variance of one instance; one more with yes or no keeps it above nothing."""
    n, mean = clusters.n, _mean(clusters)
    seen = np.maximum(clusters.values2 - n * mean**2, 0.0)
    scatter: Floats = (seen + mean * (1 - mean)) / (n + 1)
    return scatter


def _by_linearisation(clusters: Clusters) -> Floats:
    """From the squared residuals of customers: by the method of moments, so without bias."""
    n, nn, n3, mean = clusters.n, clusters.nn, clusters.n3, _mean(clusters)
    residuals = np.maximum(clusters.xx - 2 * mean * clusters.xn + mean**2 * nn, 0.0)
    ratio = _divided(residuals, _scatter(clusters), 0.0)
    alone = n - _size(clusters)
    together = (nn - n) * (1 + nn / np.square(n)) - 2 * (n3 - nn) / n
    found = ratio * (1 - 1 / np.asarray(n, float)) - alone
    return _divided(found, together + ratio * (_size(clusters) - 1) / n, 0.0)


def _by_variance_analysis(clusters: Clusters) -> Floats:
    """Between and within customers, customers weighted by their instances."""
    n, m = np.asarray(clusters.n, float), np.asarray(clusters.customers, float)
    between = _divided(clusters.xx_per_n - n * _mean(clusters) ** 2, m - 1, 0.0)
    within = _divided(clusters.values2 - np.asarray(clusters.xx_per_n), n - m, 0.0)
    return _divided(between - within, between + (_usual_size(clusters) - 1) * within, 0.0)


def _usual_size(clusters: Clusters) -> Floats:
    """The number of instances per customer as the analysis of variance has it."""
    m = np.asarray(clusters.customers, float)
    return _divided(clusters.n - _size(clusters), m - 1, 1.0)


def _cautious(clusters: Clusters, correlation: Floats) -> Floats:
    """The correlation, and never none while few affected customers tell of it."""
    partners = _size(clusters) - 1
    seen = clusters.n * _mean(clusters) * (1 - _mean(clusters)) / (1 + correlation * partners)
    known = 1 + seen * (1 + partners * seen / (1 + seen))
    cautious: Floats = correlation + (1 - correlation) * UNSEEN_CORRELATION / known
    return cautious


def _standard_error(clusters: Clusters, correlation: Floats) -> Floats:
    """Of the correlation by analysis of variance (Fisher 1925; Donner 1986)."""
    size, m = _usual_size(clusters), np.asarray(clusters.customers, float)
    rest = (1 - correlation) * (1 + (size - 1) * correlation)
    return rest * np.sqrt(_divided(2.0, (m - 1) * size * (size - 1), 0.0))


def _divided(above: Numbers, below: Numbers, otherwise: float) -> Floats:
    """A quotient; `otherwise` where there is nothing to divide by."""
    top, bottom = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    out = np.full(top.shape, otherwise)
    np.divide(top, bottom, out=out, where=bottom > 0)
    return out
