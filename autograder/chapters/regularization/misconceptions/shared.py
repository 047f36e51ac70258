"""The edit that several files here make."""


def first(line: str, before: str) -> tuple[tuple[str, str], ...]:
    """The edit that puts a line before the line that begins with `before`."""
    return ((f"    {before}", f"    {line}\n    {before}"),)
