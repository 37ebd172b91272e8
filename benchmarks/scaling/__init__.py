"""The parts of the build benchmark."""
