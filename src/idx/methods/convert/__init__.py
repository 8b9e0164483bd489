"""How data of finer periods become data of a framework's own periods."""
