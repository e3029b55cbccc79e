"""Greetings, chosen by name among the entry points of the group `py_app.greetings`."""

from importlib.metadata import entry_points

from acme.text import title


def plain(name: str) -> str:
    return f"Hello, {title(name)}"


def loud(name: str) -> str:
    return f"HELLO, {name.upper()}!"


def names() -> list[str]:
    return sorted(point.name for point in entry_points(group="py_app.greetings"))


def greet(how: str, name: str) -> str:
    (point,) = entry_points(group="py_app.greetings", name=how)
    return point.load()(name)
