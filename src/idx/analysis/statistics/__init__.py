"""The statistics that the Handbook asks for before and after aggregation: one file each."""
