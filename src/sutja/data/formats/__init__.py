"""Readers of file formats. Each takes files that nobody vouches for, and gives arrays or ``DamagedFile``."""
