"""Tools and processes on this machine: Python, Node, the CDK command line, and the AWS emulator."""
