"""Which column of a sheet goes to which field of a lead."""
