"""The sentences of the policy language, in Chinese and English, and what they mean."""

from __future__ import annotations

from policies.vocabulary.matching import Book, Fault, Reading, phrases, read_sentence
from policies.vocabulary.parameters import Parameter
from policies.vocabulary.phrases import Keyword, Phrase
from policies.vocabulary.rendering import phrase_for, render

__all__ = [
    "Book",
    "Fault",
    "Keyword",
    "Parameter",
    "Phrase",
    "Reading",
    "phrase_for",
    "phrases",
    "read_sentence",
    "render",
]
