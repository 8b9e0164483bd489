"""The table to fill: a row for every figure that a framework asks for, with those that are there."""
