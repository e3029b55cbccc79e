"""Example application of the workspace."""
