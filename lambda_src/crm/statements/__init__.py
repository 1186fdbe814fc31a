"""What rows of imports and people say of leads, and the leads that come of it (docs/leads.md)."""
