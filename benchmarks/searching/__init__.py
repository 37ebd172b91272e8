"""The parts of the search benchmark."""
