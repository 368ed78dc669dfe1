"""Who is told, in which words, by which channel; knows nothing of the store."""
