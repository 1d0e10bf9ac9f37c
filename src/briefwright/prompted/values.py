"""What is asked and answered. Defined below `nn`, which the import contract puts under us."""

from briefwright.conversation import Answer, Ask, Conversation, Grammar

__all__ = ["Answer", "Ask", "Conversation", "Grammar"]
