"""The graph to ask, behind one small interface."""
