"""Ask web services; the only code that opens a connection."""
