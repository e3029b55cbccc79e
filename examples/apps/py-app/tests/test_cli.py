import json

from click.testing import CliRunner

from py_app.cli import main


def run(*args: str) -> dict:
    result = CliRunner().invoke(main, args, catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.output)


def test_hello_uses_an_entry_point():
    assert run("hello", "--name", "ada lovelace") == {"greeting": "Hello, Ada Lovelace", "known": ["loud", "plain"]}


def test_crunch_is_deterministic():
    assert run("crunch", "--count", "3") == run("crunch", "--count", "3")


def test_data_is_found_both_ways():
    assert run("data")["same"] is True
