"""What the tests share: one module for each thing that they need."""
