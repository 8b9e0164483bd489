"""How a composite combines its children."""
