"""A draft from an instruct model: prompts, passages, parsing. Knows models by their protocol."""
