"""The only code that opens a connection: questions to four services, politely; bytes to text."""
