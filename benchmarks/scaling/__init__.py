"""What the benchmark of builds is made of."""
