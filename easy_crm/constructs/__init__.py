"""Building blocks of the stacks: one recipe per kind of thing."""
