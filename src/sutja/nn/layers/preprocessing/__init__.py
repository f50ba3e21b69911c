"""Layers that prepare data, or vary it in training so that the network sees more than there is."""
