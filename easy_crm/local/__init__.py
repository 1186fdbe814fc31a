"""What this machine needs and runs: its tools, the CDK command line, and the emulator of AWS."""
