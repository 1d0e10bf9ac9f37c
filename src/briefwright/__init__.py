"""Briefwright turns news articles into structured briefing notes with local transformer models."""

__version__ = "0.1.0"
