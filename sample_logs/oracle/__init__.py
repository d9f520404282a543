"""The oracle: plain Python that counts, from the simulator's own state, what the design's gaps are.

It follows docs/definitions.md and shares no code with the software that it tests.
"""
