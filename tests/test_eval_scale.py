"""What archives of some size cost: every step on a small one, and the page."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from specimens import ROOT

from eval.limits import encoder_work, limits
from eval.plots import HEIGHT, LEFT, TOP, WIDTH, Line, log_chart
from eval.scale_page import scale_html


def test_every_step_is_measured_and_shown(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eval.scale", "120", "250", "--out", str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "out" / "scale.json").read_text())
    assert [one["passages"] for one in told["sizes"]] == [120, 250]
    for one in told["sizes"]:
        assert one["compare"]["recall@10"]["all"] == 1.0
        assert one["ask"]["p50_ms"] <= one["ask"]["p95_ms"] <= one["ask"]["p99_ms"]
        assert one["disk_bytes"] > one["add"]["add_bytes"] > 0
        assert one["command"]["most_mib"] > 50
        assert (one["draft"]["exact"], one["draft"]["quotations"]) == (10, 20)
    page = (tmp_path / "out" / "scale.html").read_text()
    assert page == scale_html(told)
    assert page.count("<svg") == 7
    for outside in ("http", "<script", "src="):
        assert outside not in page


def test_an_axis_of_powers_of_ten() -> None:
    chart = log_chart("t", "x", "y", [Line("l", ((1000.0, 5.0), (100_000.0, 50.0)))])
    assert (chart.powers_across, chart.powers_up) == ((3, 5), (0, 2))
    assert [tick.says for tick in chart.ticks_across] == ["1k", "10k", "100k"]
    assert [tick.says for tick in chart.ticks_up] == ["1", "10", "100"]
    assert chart.x(10_000) == LEFT + WIDTH / 2
    assert chart.y(10) == TOP + HEIGHT / 2
    assert chart.y(0.001) == TOP + HEIGHT
    assert log_chart("t", "x", "y", [Line("l", ((1.0, 0.01),))]).powers_up == (-2, -1)


def test_the_machine_has_limits() -> None:
    found = limits()
    assert math.isfinite(found.bandwidth)
    assert found.bandwidth > 1e8
    assert found.multiply_adds > 1e8


def test_the_work_of_an_encoder_is_counted_in_its_weights(tmp_path: Path) -> None:
    weights = {"a": (4, 6), "b": (6, 2), "unused": (9, 9)}
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "a"], ["h"]),
            helper.make_node("MatMul", ["h", "b"], ["y"]),
        ],
        "two layers",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 2])],
        [
            numpy_helper.from_array(np.zeros(shape, dtype=np.float32), name)
            for name, shape in weights.items()
        ],
    )
    onnx.save(helper.make_model(graph), str(tmp_path / "two.onnx"))
    assert encoder_work(tmp_path / "two.onnx") == pytest.approx(4 * 6 + 6 * 2)
