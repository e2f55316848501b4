"""For curators: from files to a finished store."""
