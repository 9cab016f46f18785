"""The same use cases from the command line: Chinese messages, exit code 0 or not, --json where a list comes out."""
