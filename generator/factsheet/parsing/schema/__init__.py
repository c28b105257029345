"""The shape of every kind of file, declared once; what reads, writes or describes files follows it."""
