"""For analysts: questions in, tables, cards and files out."""
