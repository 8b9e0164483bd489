"""How the children of a composite share its weight."""
