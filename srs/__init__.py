"""The memory: who saw which card, and when it comes back."""
