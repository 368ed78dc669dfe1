"""The commands of the command line, one module per group; what is heavy is imported late."""
