"""Documents made from the code: each is committed, and a test says when it is stale."""
