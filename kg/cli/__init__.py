"""The command line: arguments in, one call, printing out; one file per wing."""
