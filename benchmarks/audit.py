"""What Lighthouse says of each kind of page, on a slow phone: one table, and what misses a goal.

Audits the largest page of each kind of a built site, served on loopback with the compression and
the cache headers of GitHub Pages, in a headless Chromium:

    make audit
    make audit ARGUMENTS='--runs 1 --only paper,home'

``benchmarks/README.md`` says how, and keeps the figures.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from searching.nodes import node
from searching.server import serve
from searching.table import log_progress

from tests.support.page_kinds import ERROR_PAGE, KINDS, MOVED, SEARCHES, examples

ROOT = Path(__file__).parent.parent
LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse"
GOALS = {"performance": 90, "accessibility": 95, "best-practices": 95, "seo": 95}
"""The least points of each category."""

_NOT_ASKED = {ERROR_PAGE: "seo"}
"""Search engines are told to leave the error page out; Lighthouse would count that as a fault."""

_FIGURES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "bytes",
}
_FLAGS = (
    "--headless=new --no-sandbox --disable-background-networking --disable-component-update"
    " --disable-default-apps --disable-sync --no-first-run"
)
_LONGEST = 180
_ELEMENTS = 3
"""How many of the elements that an audit complains of are shown."""

_LOAD = os.getloadavg()[0]


@dataclass(frozen=True)
class Report:
    """What Lighthouse reported of one page, in the run that is in the middle."""

    kind: str
    address: str
    said: dict[str, Any]

    def points(self, category: str) -> int | None:
        """Return the points of a category, or none where they are not asked for."""
        if _NOT_ASKED.get(self.kind) == category:
            return None
        return round(100 * (self.said["categories"][category]["score"] or 0))

    def missed(self) -> list[str]:
        """Return the categories below their goals."""
        points = {category: self.points(category) for category in GOALS}
        return [each for each, held in points.items() if held is not None and held < GOALS[each]]

    def faults(self, category: str) -> Iterator[str]:
        """Yield each audit that costs points in a category, and the elements concerned."""
        for reference in self.said["categories"][category]["auditRefs"]:
            audit = self.said["audits"][reference["id"]]
            counts = reference["weight"] or category == "performance"  # of it, what may help too
            if counts and audit["score"] is not None and audit["score"] < 1:
                figure = audit.get("displayValue", "")
                yield f"{audit['id']}: {audit['title']} {figure}".rstrip()
                yield from (f"  {each}" for each in _elements(audit))


def main() -> None:
    """Audit and print; the exit code is 1 if a goal is missed."""
    arguments = _arguments()
    found = {kind: each for kind, each in examples(arguments.site).items() if kind != MOVED}
    wanted = {kind: found[kind] for kind in arguments.only or found if kind in found}
    browser, reports = _chromium(), []
    with serve(arguments.site) as site:
        for number, (kind, address) in enumerate(wanted.items(), start=1):
            log_progress(f"{number} of {len(wanted)}: {kind}, /{address}")
            runs = [_run(browser, site.address + address) for _ in range(arguments.runs)]
            reports.append(Report(kind, address, _middle(runs)))
    print(f"{_machine(browser, arguments.runs)}\n\n{_table(reports)}")
    absent = [kind.name for kind in KINDS if kind.name not in {*found, MOVED}]
    if absent and not arguments.only:
        print(f"\nThe site has no such page: {', '.join(absent)}.")
    sys.exit(1 if _complain(reports) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site")
    parser.add_argument("--runs", type=int, default=3, help="the one in the middle counts")
    parser.add_argument("--only", type=_kinds, help="only these kinds of pages: paper,home")
    arguments = parser.parse_args()
    if not (arguments.site / "index.html").is_file():
        parser.error(f"{arguments.site} holds no site; run: make site")
    if arguments.runs < 1:
        parser.error("there must be a run")
    return arguments


def _kinds(text: str) -> list[str]:
    known = {*(kind.name for kind in KINDS), *SEARCHES}
    wanted = [each.strip() for each in text.split(",")]
    if unknown := {*wanted} - known:
        raise argparse.ArgumentTypeError(
            f"no such kind: {', '.join(sorted(unknown))}; there are: {', '.join(sorted(known))}"
        )
    return wanted


def _chromium() -> str:
    """Return the path of this machine's Chromium, or else of Playwright's own."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    if path := next(filter(None, found), None):
        return path
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _run(browser: str, url: str) -> dict[str, Any]:
    """Return Lighthouse's report of a page.

    Raises:
        RuntimeError: Lighthouse could not make one.
    """
    command = [node(), str(LIGHTHOUSE / "cli" / "index.js"), url, "--quiet", "--output=json"]
    command += [f"--chrome-flags={_FLAGS}", f"--only-categories={','.join(GOALS)}"]
    ended = subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        encoding="utf-8",
        timeout=_LONGEST,
        check=False,
    )
    report: dict[str, Any] = json.loads(ended.stdout) if ended.stdout.startswith("{") else {}
    if ended.returncode or "runtimeError" in report:
        raise RuntimeError(f"{url}: {report.get('runtimeError', ended.stderr[-2000:])}")
    return report


def _middle(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the run whose performance is the median, the lower one of two."""
    scores = [run["categories"]["performance"]["score"] or 0 for run in runs]
    return runs[scores.index(statistics.median_low(scores))]


def _elements(audit: dict[str, Any]) -> list[str]:
    """Return what an audit complains of: elements as they are written, or addresses."""
    items = audit.get("details", {}).get("items", [])
    shown = [
        [each.get("node", {}).get("snippet"), each.get("url"), each.get("href")] for each in items
    ]
    named = [next(filter(None, each)) for each in shown if any(each)]
    more = len(named) - _ELEMENTS
    return named[:_ELEMENTS] + ([f"and {more} more"] if more > 0 else [])


def _table(reports: Sequence[Report]) -> str:
    heads = ["page", *(name.replace("-", " ") for name in GOALS), *_FIGURES.values()]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for report in reports:
        points = [report.points(category) for category in GOALS]
        figures = [_figure(report.said["audits"][name]) for name in _FIGURES]
        lines.append(
            [report.kind, *("–" if each is None else str(each) for each in points), *figures]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figure(audit: dict[str, Any]) -> str:
    if audit["id"] == "total-byte-weight":
        return f"{audit['numericValue'] / 1000:,.0f} KB"
    return str(audit.get("displayValue", "–")).replace("\N{NO-BREAK SPACE}", " ")


def _complain(reports: Sequence[Report]) -> bool:
    """Print each goal that is missed and why; return whether there is one."""
    missed = [(report, category) for report in reports for category in report.missed()]
    for report, category in missed:
        held, goal = report.points(category), GOALS[category]
        print(f"\n{report.kind}, /{report.address}: {category} {held}, the goal is {goal}")
        for line in report.faults(category):
            print(f"  {line}")
    return bool(missed)


def _machine(browser: str, runs: int) -> str:
    """Return what was measured with what, on what."""
    shown = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False)
    words = shown.stdout.split()
    lighthouse = json.loads((LIGHTHOUSE / "package.json").read_text("utf-8"))["version"]
    chromium = next((word for word in words if word[:1].isdigit()), "of unknown version")
    loads = f"load {_LOAD:.1f} before and {os.getloadavg()[0]:.1f} after"
    return (
        f"Lighthouse {lighthouse}, mobile; the median of {runs}; headless Chromium {chromium}; "
        f"{os.cpu_count()} cores, {loads}"
    )


if __name__ == "__main__":
    main()
