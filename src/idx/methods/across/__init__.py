"""How the value of an entity that is made of others comes from theirs."""
