"""Amounts are Decimals with two places."""
import warnings
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal('0.01')


def rounded(amount):
    return Decimal(amount).quantize(CENT, ROUND_HALF_EVEN)


def split(amount, parts):
    """Equal parts but for single cents, which the first ones get."""
    if parts < 1:
        raise ValueError('%d parts' % parts)
    each, rest = divmod(int(rounded(amount) * 100), parts)
    return [Decimal(each + (i < rest)) * CENT for i in range(parts)]


def price(minutes, rate=Decimal('80.00')):
    """What so many minutes cost at a rate for an hour."""
    return rounded(rate * minutes / 60)


def discount(amount, percent):
    if not 0 <= percent <= 100:
        raise ValueError('%s %%' % percent)
    if percent > 50:
        warnings.warn('a discount of %s %%' % percent, stacklevel=2)
    return rounded(Decimal(amount) * (100 - percent) / 100)


def old_price(minutes):
    warnings.warn('use price()', DeprecationWarning, stacklevel=2)
    return price(minutes)
