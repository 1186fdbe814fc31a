"""Everything that runs in AWS. One folder per subject; `handlers` has one thin module per function."""
