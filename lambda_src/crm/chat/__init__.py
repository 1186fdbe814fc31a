"""Answers questions in plain words: the model or a small grammar makes a query, and the engine answers it exactly."""
