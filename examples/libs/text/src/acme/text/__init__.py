"""`acme` itself has no __init__.py: other projects may add portions of it (PEP 420)."""


def title(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())
