"""Vintages: what each edition says of a period, and how figures are revised from one edition to the next."""
