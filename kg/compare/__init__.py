"""The comparing wing: does this exist already, are these two one thing, what is missing."""
