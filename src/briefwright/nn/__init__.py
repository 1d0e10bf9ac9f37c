"""Neural networks: the only imports of torch and transformers, all of them late.

Owns conversion, loading, batching and threads. Knows nothing of articles.
"""
