"""What the documents show works as a reader would type it. Needs a running Odograph, as test_live does."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbclient
import nbformat
import odograph
import pytest

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif("ODOGRAPH_URL" not in os.environ, reason="ODOGRAPH_URL names no running Odograph"),
]
HERE = Path(__file__).parent
NOTEBOOK = HERE.parent / "examples" / "first_results.ipynb"
GUIDE = HERE.parents[2] / "docs" / "guides" / "python-client.md"
README = HERE.parent / "README.md"
FRONT = HERE.parents[2] / "README.md"


def test_the_notebook_runs_and_shows_rows_a_plot_and_verdicts() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)

    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()

    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert all(output.output_type != "error" for output in shown)
    kinds = {kind for output in shown for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= kinds
    assert "headway_p50_s" in shown[-1]["data"]["text/plain"]


@pytest.mark.parametrize("document", [README, GUIDE, FRONT], ids=["package", "guide", "front"])
def test_every_example_runs_one_after_another(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = document.read_text(encoding="utf-8").replace("drives", os.environ["ODOGRAPH_DATASET"])
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    # The front page leaves out what its reader knows.
    names: dict[str, object] = {"odograph": odograph}

    assert examples
    for example in examples:
        exec(compile(example, document.name, "exec"), names)
