"""Laws of attribution over pairs of versions that are drawn from a number, each coalition evaluated as a file."""
