"""What comes with the package is what its source and its repository say."""

from __future__ import annotations

from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[1]


def test_the_types_of_the_source_agree(tmp_path: Path) -> None:
    said, problems, code = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path), str(ROOT / "src" / "odograph")]
    )

    assert code == 0, said + problems


def test_the_licence_that_comes_with_the_package_is_the_repository_s() -> None:
    # A link would be one in the source archive too, and lead nowhere there.
    assert (ROOT / "LICENSE").read_bytes() == (ROOT.parents[1] / "LICENSE").read_bytes()
