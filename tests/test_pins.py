"""Tests of the versions that this project is pinned to."""

import tomllib
from typing import Any

import yaml

from tests.support.paths import ROOT


def pinned() -> dict[str, str]:
    """Return the versions that pyproject.toml itself fixes, by package."""
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = settings["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return dict(line.split("==") for lines in groups for line in lines if "==" in line)


def test_constraints_agree_with_the_versions_that_pyproject_fixes() -> None:
    constraints = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert pinned()["zensical"] == "0.0.73"
    for package, version in pinned().items():
        assert f"{package}=={version}" in constraints


def test_dependabot_leaves_the_versions_that_pyproject_fixes() -> None:
    settings = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))
    [python] = [each for each in settings["updates"] if each["package-ecosystem"] == "pip"]
    ignored = [each["dependency-name"] for each in python["ignore"]]
    assert ignored == sorted(pinned())
