"""The façade: what the command line and library users call."""
