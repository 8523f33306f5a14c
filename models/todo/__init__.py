"""todo: 今天要办 — what at the office needs a person, and what somebody settled of it."""
