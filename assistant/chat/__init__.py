"""How a chat message is understood: what kind of turn it is, and what it says about the brief. No model, no widget."""
