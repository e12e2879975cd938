#!/usr/bin/env python3
"""Compares what TensorBoard makes of a run of the example `callbacks` with the table that `CsvLogger` wrote beside it.

    python check.py FOLDER SCREENSHOT

First its own reader of event files, then its server, then its page in a browser without a window, of which the picture is taken.
"""

import base64
import csv
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import numpy as np
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

# 5,400 training samples in batches of 64, written after every 20 of them.
STEPS_OF_EPOCH, EVERY = 85, 20
PATIENCE = 60


def expected_curves(table: list[dict[str, str]]) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Steps and values for each run and tag. Of values after batches those that end an epoch are known: the epoch's own."""
    curves = {}
    for key in table[0].keys() - {"epoch"}:
        run = "validation" if key.startswith("val_") else "train"
        name = key.removeprefix("val_")
        values = [(int(row["epoch"]), float(np.float32(row[key]))) for row in table]
        curves[run, f"epoch_{name}"] = values
        if run == "train" and name in ("loss", "accuracy"):
            ends = [((epoch + 1) * STEPS_OF_EPOCH, value) for epoch, value in values]
            curves[run, f"batch_{name}"] = [(step, value) for step, value in ends if step % EVERY == 0]
    return curves


def compare(source: str, run: str, tag: str, found: list[tuple[int, float]], expected, epochs: int) -> None:
    if tag.startswith("batch_"):
        steps = [step for step, _ in found]
        assert steps == list(range(EVERY, epochs * STEPS_OF_EPOCH + 1, EVERY)), f"{source}, {run}, {tag}: {steps}"
        found = [(step, value) for step, value in found if step % STEPS_OF_EPOCH == 0]
    assert expected and found == expected, f"{source}, {run}, {tag}: {found} instead of {expected}"


def check_files(board: pathlib.Path, curves, epochs: int) -> None:
    tags = set()
    for run in ("train", "validation"):
        reader = EventAccumulator(str(board / run), size_guidance={"scalars": 0})
        reader.Reload()
        for tag in reader.Tags()["scalars"]:
            found = [(event.step, event.value) for event in reader.Scalars(tag)]
            compare("event files", run, tag, found, curves[run, tag], epochs)
            tags.add((run, tag))
    assert tags == curves.keys(), f"{tags} instead of {curves.keys()}"


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def ask(address: str, content=None):
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def wait(what: str, condition):
    """What the condition gives as soon as it is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except (OSError, ValueError):
            pass  # not there yet
        time.sleep(0.2)
    raise TimeoutError(what)


def check_server(server: str, curves, epochs: int) -> None:
    count = lambda: sum(map(len, ask(f"{server}/data/plugin/scalars/tags").values()))
    wait("the server has read all files", lambda: count() == len(curves))
    for (run, tag), expected in curves.items():
        query = urllib.parse.urlencode({"run": run, "tag": tag})
        answer = ask(f"{server}/data/plugin/scalars/scalars?{query}")
        compare("server", run, tag, [(step, value) for _, step, value in answer], expected, epochs)


# Each chart's title, the text of its table, and where the curves are drawn.
CHARTS = r"""
return [...document.querySelectorAll("scalar-card")].map((card) => {
    const view = card.querySelector(".series-view");
    const place = view && view.getBoundingClientRect();
    const table = [...card.querySelectorAll("tb-data-table-content-row")].map((row) => row.innerText.trim().split(/\s+/).slice(0, 3));
    return [card.querySelector(".tag").title, table, place && [place.left, place.top, place.right, place.bottom]];
});
"""


def check_page(server: str, driver: str, screenshot: pathlib.Path, table, profile: str) -> None:
    arguments = [
        "--headless", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
        "--window-size=1040,760", "--enable-unsafe-swiftshader", f"--user-data-dir={profile}",
    ]  # fmt: skip
    options = {"args": arguments}
    if "CHROMIUM" in os.environ:
        options["binary"] = os.environ["CHROMIUM"]
    capabilities = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
    session = f"{driver}/session/{ask(f'{driver}/session', capabilities)['value']['sessionId']}"
    run = lambda script: ask(f"{session}/execute/sync", {"script": script, "args": []})["value"]
    tags = urllib.parse.quote("epoch_(accuracy|loss)")
    ask(f"{session}/url", {"url": f"{server}/?darkMode=false&smoothing=0&tagFilter={tags}#timeseries"})
    closing = "const button = document.querySelector('[aria-label=\"Close side pane\"]'); button && button.click(); return !!button;"
    wait("the settings are closed", lambda: run(closing))
    epochs, last = len(table), table[-1]
    values = {
        "epoch_accuracy": [last["accuracy"], last["val_accuracy"]],
        "epoch_loss": [last["loss"], last["val_loss"]],
    }

    def drawn():
        charts = run(CHARTS)
        picture = base64.b64decode(ask(f"{session}/screenshot")["value"])
        screenshot.write_bytes(picture)
        pixels = np.asarray(Image.open(screenshot).convert("RGB")).astype(int)
        if sorted(title for title, _, _ in charts) != sorted(values):
            return False
        for title, rows, place in charts:
            if place is None or [[run, int(step)] for run, _, step in rows] != [["train", epochs - 1], ["validation", epochs - 1]]:
                return False
            shown, wanted = ([float(value) for value in pair] for pair in ([row[1] for row in rows], values[title]))
            if not np.allclose(shown, wanted, atol=5e-5, rtol=5e-4):
                return False
            left, top, right, bottom = map(round, place)
            chart = pixels[top:bottom, left:right]
            # Axes and grid are grey, curves aren't: there must be colour in most columns of pixels, for each run.
            dark = (chart.max(2) - chart.min(2) > 25) & (chart.max(2) < 140)
            light = (chart.max(2) - chart.min(2) > 80) & (chart.max(2) >= 140)
            for curve in (dark, light):
                if curve.any(0).mean() < 0.7:
                    return False
        return True

    try:
        wait("both charts show both runs", drawn)
    finally:
        urllib.request.urlopen(urllib.request.Request(session, method="DELETE"), timeout=PATIENCE)


def main() -> None:
    folder, screenshot = map(pathlib.Path, sys.argv[1:])
    with open(folder / "log.csv") as file:
        table = list(csv.DictReader(file))
    curves, epochs = expected_curves(table), len(table)
    check_files(folder / "board", curves, epochs)
    print(f"event files: {len(curves)} curves of {epochs} epochs are those of the history")

    port, driver_port = unused_port(), unused_port()
    program = pathlib.Path(sys.executable).with_name("tensorboard")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    arguments = [program, "--logdir", folder / "board", "--host", "127.0.0.1", "--port", str(port)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        board = subprocess.Popen(arguments, **quiet)
        driver = subprocess.Popen([os.environ.get("CHROMEDRIVER", "chromedriver"), f"--port={driver_port}"], **quiet)
        try:
            server = f"http://127.0.0.1:{port}"
            check_server(server, curves, epochs)
            print("server: the same values")
            address = f"http://127.0.0.1:{driver_port}"
            wait("the driver is ready", lambda: ask(f"{address}/status")["value"]["ready"])
            check_page(server, address, screenshot, table, profile)
            print(f"page: curves of both runs, and their last values ({screenshot})")
        finally:
            for process in (driver, board):
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
