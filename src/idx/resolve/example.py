"""Pieces of a small valid framework, from which the pages of rules make their faulty examples."""

HEADER = 'framework example\nversion "1"\n'
METHOD = """method {
  normalise goalposts(worst = 0, best = 100, clip = both)
  weighting equal
  aggregate arithmetic
}
"""
GROWTH = """method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link chain(base = 2020, value = 100)
}
"""
INDEX = "index total {\n  a unit %\n  b unit %\n}\n"
TABLE = "indicator,period,value\na,2020,10\na,2021,20\nb,2020,30\nb,2021,40\n"
