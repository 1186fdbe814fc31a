"""What runs against a deployed environment: all access to AWS of the command line, a module per subject.

The same code serves an AWS account and the emulator. Names of resources come from CloudFormation and are never guessed.
"""
