"""The methods of the language: one file each, named as the language names the method."""
