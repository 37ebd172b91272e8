"""Site to artifacts: pure, no disk, no clock."""
