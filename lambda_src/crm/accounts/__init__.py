"""The people who may sign in: who they are, what they may do, and how an admin changes that."""
