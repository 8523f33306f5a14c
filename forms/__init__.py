"""forms: what travels. The papers: each module writes one from models and reads it back; seals; filing; intake."""
