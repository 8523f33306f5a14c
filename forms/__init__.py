"""forms: what travels. Each module writes a paper from models and reads it back."""
