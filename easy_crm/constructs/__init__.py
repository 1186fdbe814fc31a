"""The constructs that the stacks are built from."""
