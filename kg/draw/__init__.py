"""What researchers draw: networks, layouts and pages."""
