"""cases: what somebody at the office decides with a reason: papers in dispute, keys, adjudicated values."""
