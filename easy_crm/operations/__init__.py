"""Operations on a deployed environment: all AWS access of the command line, one module per subject.

The same code serves an AWS account and the emulator. Resource names come from CloudFormation and are never guessed.
"""
