"""Request data from web services: the only code that opens a connection."""
