"""How the properties of a description are spelled in an .idx file."""

from fractions import Fraction

from descriptions import (
    Arithmetic,
    CarryForward,
    Chain,
    Difference,
    Drop,
    Geometric,
    GoalPosts,
    Indicator,
    LogGrowth,
    MinMax,
    Missing,
    Normaliser,
    SimpleGrowth,
    SymmetricGrowth,
)


def number_text(value: Fraction) -> str:
    """Write a number exactly, as a decimal if it has one."""
    scaled = value * 10**6
    return (
        f"{value.numerator}/{value.denominator}"
        if scaled.denominator != 1
        else f"{float(value):.6f}".rstrip("0").rstrip(".")
    )


def weight_text(value: Fraction, place: int) -> str:
    """Write a weight in one of its three forms."""
    per_cent = value * 100
    if place % 3 == 0 and per_cent.denominator == 1:
        return f"{per_cent}%"
    return number_text(value) if place % 3 == 1 else str(value)


def normaliser_text(normaliser: Normaliser) -> str:
    """Write a normalisation, its defaults left out."""
    match normaliser:
        case SymmetricGrowth(zero_zero, domain):
            stated = [f"zero_zero = {zero_zero}"] if zero_zero != "no_change" else []
            stated += [f"domain = {domain}"] if domain != "non_negative" else []
            return f"symmetric_growth({', '.join(stated)})" if stated else "symmetric_growth"
        case LogGrowth():
            return "log_growth"
        case SimpleGrowth():
            return "simple_growth"
        case Difference():
            return "difference"
        case MinMax(reference, low, high):
            return f"min_max(reference = {reference}, to = {low}..{high})"
        case GoalPosts(worst, best, clip, scale, low, high):
            to = f", to = {low}..{high}" if (low, high) != (0, 1) else ""
            return f"goalposts(worst = {worst}, best = {best}, clip = {clip}, scale = {scale}{to})"


def gaps_text(indicator: Indicator) -> str:
    """Write how gaps are filled, or nothing."""
    return f"impute gaps by {indicator.gaps}" if indicator.gaps else ""


def latest_text(latest: CarryForward | None) -> str:
    """Write what follows the last observation, or nothing."""
    if latest is None:
        return ""
    return "impute latest by carry_forward" + (f"(max = {latest.max})" if latest.max is not None else "")


def aggregate_text(aggregate: Arithmetic | Geometric) -> str:
    """Write how children are combined."""
    if isinstance(aggregate, Arithmetic):
        return "arithmetic over index" if aggregate.over_index else "arithmetic"
    zero = f"replace({number_text(aggregate.zero)})" if isinstance(aggregate.zero, Fraction) else aggregate.zero
    return f"geometric(zero = {zero})"


def missing_text(missing: Missing) -> str:
    """Write what becomes of a composite with missing children."""
    if not isinstance(missing, Drop):
        return missing
    return f"drop(min_coverage = {missing.min_coverage}{', count = true' if missing.count else ''})"


def chain_text(chain: Chain) -> str:
    """Write the link."""
    growth = f", growth = {chain.growth}" if chain.stated else ""
    return f"link chain(base = {chain.base}, value = {chain.value}{growth})"
