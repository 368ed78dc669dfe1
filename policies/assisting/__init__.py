"""What an editor asks about feature files: completions, meanings, findings, structure, tables.

Everything is a pure function of text and answers plain data (dictionaries, lists, texts, numbers),
so that a language server, a web page and a command line give the same help. Lines and columns
count from 1, in signs, as problems do; ends are exclusive.
"""

from __future__ import annotations

from policies.assisting.completing import complete
from policies.assisting.diagnosing import diagnostics
from policies.assisting.hovering import hover
from policies.assisting.outlining import outline, tidy

__all__ = ["complete", "diagnostics", "hover", "outline", "tidy"]
