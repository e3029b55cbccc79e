"""Every command prints one JSON object per line, so that a script can check it."""

import json
import platform
import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import click

from acme_core import checksum
from py_app import greetings


def say(**facts: object) -> None:
    click.echo(json.dumps(facts, sort_keys=True))


@click.group()
@click.version_option(package_name="py-app")
def main() -> None:
    """Example application of the workspace."""


@main.command()
@click.option("--name", default="world")
@click.option("--how", default="plain", type=click.Choice(["plain", "loud"]))
def hello(name: str, how: str) -> None:
    """Greets through an entry point."""
    say(greeting=greetings.greet(how, name), known=greetings.names())


@main.command()
def info() -> None:
    """Says what it runs on."""
    packages = ["py-app", "acme-core", "acme-text", "click", "pydantic", "pydantic-core", "ujson"]
    say(
        machine=platform.machine(),
        python=platform.python_version(),
        implementation=sys.implementation.name,
        platform=sys.platform,
        packages={name: metadata.version(name) for name in packages},
    )


@main.command()
@click.option("--count", default=1000, show_default=True)
def crunch(count: int) -> None:
    """Works with compiled packages."""
    from py_app.crunch import crunch as work

    say(**work(count))


@main.command()
@click.option("--workers", default=2, show_default=True)
def parallel(workers: int) -> None:
    """Sums in worker processes, by spawn and, where the system has it, by forkserver."""
    from py_app.parallel import methods, sum_in_pool

    for method in methods():
        say(method=method, sum=sum_in_pool(method, workers))


@main.command()
def data() -> None:
    """Reads package data in the two ways that people use."""
    resource = resources.files("py_app").joinpath("data/message.txt").read_text(encoding="utf-8")
    beside = (Path(__file__).parent / "data" / "message.txt").read_text(encoding="utf-8")
    say(message=resource.strip(), same=resource == beside, checksum=checksum(resource))


@main.command()
def child() -> None:
    """Starts Python again, as tools and test runners do."""
    code = "import platform, ujson; print(ujson.dumps({'machine': platform.machine()}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    say(child=json.loads(done.stdout), code=done.returncode)


@main.command()
@click.argument("code", type=int)
def leave(code: int) -> None:
    """Ends with the given exit code."""
    sys.exit(code)
