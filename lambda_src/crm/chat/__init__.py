"""Questions in plain words: read into a query by the model or by a small grammar, answered exactly over all leads."""
