"""Pages to print: one Jinja2 environment, in which whatever people wrote stays text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).parent / "templates"


def printed(template: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template asks for
    """The page of a template; nothing in it is loaded from elsewhere."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    """The templates, read once."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
