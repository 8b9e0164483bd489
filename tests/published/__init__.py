"""Published results of frameworks, compared with what idx computes: for the tests and for the table in the docs."""
