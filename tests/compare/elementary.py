"""Correctly rounded values of exp, ln, tanh, sin and cos, for tests/learning/elementary.rs.

It needs mpmath, which computes them with 300 bits. Run it from anywhere:

    python3 tests/compare/elementary.py > tests/fixtures/elementary.txt

The arguments are random ones from several ranges, those halfway between two entries of the tables
in src/elementary/tables.rs (where the polynomials are worst), the borders of overflow and of
subnormal numbers, the floats nearest to multiples of π/2, and out of many more the ones that are
hardest to round: their values lie almost halfway between two floats.
"""

import math
import random
import struct

import mpmath
from mpmath import mp, mpf

mp.prec = 300
HEAD = """\
# exp, ln, tanh, sin and cos, correctly rounded by mpmath {}: tests/compare/elementary.py
# function, bits of the argument, bits of the value, and what the value lacks, in units of its last
# place (ulp): value + ulp * remainder is the function, so the remainder is from -0.5 to 0.5"""
FUNCTIONS = {
    "exp": mpmath.exp, "ln": mpmath.log, "tanh": mpmath.tanh, "sin": mpmath.sin, "cos": mpmath.cos
}
RANDOM = random.Random(11)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def rounded(function, x):
    """The value as a float, and the remainder."""
    exact = FUNCTIONS[function](mpf(x))
    # mpmath's exponent is that of 0.5 <= m < 1; a subnormal number has fewer bits.
    exponent = max(mpmath.frexp(exact)[1] - 53, -1074)
    in_ulp = mpmath.ldexp(exact, -exponent)
    count = mpmath.nint(in_ulp)
    return math.ldexp(int(count), exponent), float(in_ulp - count)


def spread(n, *ranges):
    return [RANDOM.uniform(*ends) for ends in ranges for _ in range(n)]


def powers(n, *ranges):
    """Numbers of random size: the exponents are spread evenly."""
    return [sign * 2 ** e for e in spread(n, *ranges) for sign in (1, -1)]


def hardest(function, candidates):
    return sorted(candidates, key=lambda x: -abs(rounded(function, x)[1]))[:20]


def near_quarter_turns():
    """The floats about k π/2, for small and for random k."""
    turns = [*range(1, 9), *RANDOM.sample(range(9, 636), 12)]
    near = [float(k * mpmath.pi / 2) for k in turns]
    return near + [math.nextafter(x, 0) for x in near[:4]] + [-x for x in near[4:8]]


def halfway(step, n, most):
    return [float((RANDOM.randrange(-most, most) + mpf(0.5)) * step) for _ in range(n)]


def arguments(function):
    if function == "exp":
        borders = [709.782712893384, 709.0, 708.0, -708.0, -708.3964185322641, -708.3964185322642]
        subnormal = [-709.5, -744.4400719213812, -745.13321910194, -745.1332191019412]
        tie = spread(400, (-20, 0)) + spread(400, (-0.003, 0.003), (-700, 700))
        return (borders + subnormal + spread(10, (-745, -708)) + powers(15, (-60, -8))
            + spread(40, (-20, 0), (-700, 700)) + halfway(mp.ln2 / 256, 30, 200_000)
            + halfway(mp.ln2 / 256, 10, 3) + hardest(function, tie))
    if function == "ln":
        ends = [5e-324, 2.2250738585072014e-308, math.nextafter(2.2250738585072014e-308, 0),
            1.7976931348623157e308, 2.0, 10.0, math.nextafter(1, 0), math.nextafter(1, 2)]
        return (ends + [1 + x for x in powers(20, (-52, -3))] + spread(60, (0, 1))
            + spread(20, (1, 10)) + [abs(x) for x in powers(15, (-1074, -1022), (-1022, 1023))]
            + [1 + (j + 0.5) / 32 for j in range(32)]
            + hardest(function, spread(800, (0, 1), (1, 2))))
    if function == "tanh":
        return ([5e-324, 1e-310, 18.99, 19.06, 19.07, 21.0] + powers(40, (-60, 0))
            + spread(40, (-3, 3), (-20, 20)) + halfway(mpf(1) / 32, 40, 640)
            + hardest(function, spread(800, (-1, 1), (0, 0.05))))
    return (near_quarter_turns() + [5e-324, 1e-310, math.pi / 6] + powers(20, (-60, 0))
        + spread(40, (-math.pi, math.pi), (-1000, 1000)) + halfway(mp.pi / 128, 40, 400)
        + hardest(function, spread(800, (-0.3, 0.3), (-math.pi, math.pi))))


print(HEAD.format(mpmath.__version__))
for function in FUNCTIONS:
    for x in arguments(function):
        value, remainder = rounded(function, x)
        print(f"{function} {bits(x):016x} {bits(value):016x} {remainder:+.6f}")
