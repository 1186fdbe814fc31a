"""What headers and values together say of each column, without a model."""
