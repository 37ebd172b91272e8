"""Audit each kind of page with Lighthouse on a simulated slow phone.

Audits the largest page of each kind on a built site, served on loopback with the compression and
the cache headers of GitHub Pages, in a headless Chromium. Prints a table and the missed goals:

    make audit
    make audit ARGUMENTS='--runs 1 --only paper,home'

``benchmarks/README.md`` explains the method and has the figures.
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
"""The minimum score in each category."""

_EXEMPT = {ERROR_PAGE: "seo"}
"""The error page excludes search engines, which Lighthouse counts as a fault."""

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
_TIMEOUT = 180  # seconds
_MAX_ELEMENTS = 3
"""The maximum number of elements to print per audit."""

_LOAD = os.getloadavg()[0]


@dataclass(frozen=True)
class Report:
    """Lighthouse's report of a page, from the run with the median score.

    Attributes:
        kind: the kind of page.
        address: the page's address, relative to the site.
        result: the report's JSON.
    """

    kind: str
    address: str
    result: dict[str, Any]

    def score(self, category: str) -> int | None:
        """Return the score in a category, from 0 to 100, or None if the page is exempt."""
        if _EXEMPT.get(self.kind) == category:
            return None
        return round(100 * (self.result["categories"][category]["score"] or 0))

    def missed_categories(self) -> list[str]:
        """Return the categories with a score below the goal."""
        scores = {category: self.score(category) for category in GOALS}
        return [
            category
            for category, score in scores.items()
            if score is not None and score < GOALS[category]
        ]

    def faults(self, category: str) -> Iterator[str]:
        """Yield each audit that lowers the score in a category, and the elements concerned."""
        for reference in self.result["categories"][category]["auditRefs"]:
            audit = self.result["audits"][reference["id"]]
            counts = reference["weight"] or category == "performance"  # here hints count as well
            if counts and audit["score"] is not None and audit["score"] < 1:
                figure = audit.get("displayValue", "")
                yield f"{audit['id']}: {audit['title']} {figure}".rstrip()
                yield from (f"  {element}" for element in _elements(audit))


def main() -> None:
    """Audit and print. The exit code is 1 if a goal is missed."""
    arguments = _arguments()
    pages = {kind: address for kind, address in examples(arguments.site).items() if kind != MOVED}
    selected = {kind: pages[kind] for kind in arguments.only or pages if kind in pages}
    browser, reports = _chromium(), []
    with serve(arguments.site) as site:
        for number, (kind, address) in enumerate(selected.items(), start=1):
            log_progress(f"{number} of {len(selected)}: {kind}, /{address}")
            runs = [_run(browser, site.address + address) for _ in range(arguments.runs)]
            reports.append(Report(kind, address, _median_run(runs)))
    print(f"{_machine(browser, arguments.runs)}\n\n{_table(reports)}")
    absent = [kind.name for kind in KINDS if kind.name not in {*pages, MOVED}]
    if absent and not arguments.only:
        print(f"\nThe site has no page of these kinds: {', '.join(absent)}.")
    sys.exit(1 if _print_missed_goals(reports) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site")
    parser.add_argument(
        "--runs", type=int, default=3, help="number of runs; the median is reported"
    )
    parser.add_argument("--only", type=_kinds, help="only these kinds of pages, such as paper,home")
    arguments = parser.parse_args()
    if not (arguments.site / "index.html").is_file():
        parser.error(f"{arguments.site} is not a built site; run: make site")
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    return arguments


def _kinds(text: str) -> list[str]:
    kinds = {*(kind.name for kind in KINDS), *SEARCHES}
    selected = [kind.strip() for kind in text.split(",")]
    if unknown := {*selected} - kinds:
        raise argparse.ArgumentTypeError(
            f"unknown kind: {', '.join(sorted(unknown))}; use: {', '.join(sorted(kinds))}"
        )
    return selected


def _chromium() -> str:
    """Return the path of this machine's Chromium, otherwise of Playwright's own."""
    paths = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    if path := next(filter(None, paths), None):
        return path
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _run(browser: str, url: str) -> dict[str, Any]:
    """Return Lighthouse's report of a page.

    Raises:
        RuntimeError: Lighthouse failed.
    """
    command = [node(), str(LIGHTHOUSE / "cli" / "index.js"), url, "--quiet", "--output=json"]
    command += [f"--chrome-flags={_FLAGS}", f"--only-categories={','.join(GOALS)}"]
    process = subprocess.run(
        command,
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        encoding="utf-8",
        timeout=_TIMEOUT,
        check=False,
    )
    report: dict[str, Any] = json.loads(process.stdout) if process.stdout.startswith("{") else {}
    if process.returncode or "runtimeError" in report:
        raise RuntimeError(f"{url}: {report.get('runtimeError', process.stderr[-2000:])}")
    return report


def _median_run(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the run with the median performance score; of two, the one with the lower score."""
    scores = [run["categories"]["performance"]["score"] or 0 for run in runs]
    return runs[scores.index(statistics.median_low(scores))]


def _elements(audit: dict[str, Any]) -> list[str]:
    """Return the elements or addresses that an audit reports."""
    items = audit.get("details", {}).get("items", [])
    candidates = [
        [item.get("node", {}).get("snippet"), item.get("url"), item.get("href")] for item in items
    ]
    names = [next(filter(None, texts)) for texts in candidates if any(texts)]
    more = len(names) - _MAX_ELEMENTS
    return names[:_MAX_ELEMENTS] + ([f"and {more} more"] if more > 0 else [])


def _table(reports: Sequence[Report]) -> str:
    heads = ["page", *(name.replace("-", " ") for name in GOALS), *_FIGURES.values()]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for report in reports:
        scores = [report.score(category) for category in GOALS]
        figures = [_figure(report.result["audits"][name]) for name in _FIGURES]
        lines.append(
            [report.kind, *("–" if score is None else str(score) for score in scores), *figures]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figure(audit: dict[str, Any]) -> str:
    if audit["id"] == "total-byte-weight":
        return f"{audit['numericValue'] / 1000:,.0f} KB"
    return str(audit.get("displayValue", "–")).replace("\N{NO-BREAK SPACE}", " ")


def _print_missed_goals(reports: Sequence[Report]) -> bool:
    """Print each missed goal with its causes; return whether there is one."""
    missed = [(report, category) for report in reports for category in report.missed_categories()]
    for report, category in missed:
        score, goal = report.score(category), GOALS[category]
        print(f"\n{report.kind}, /{report.address}: {category} {score}, the goal is {goal}")
        for line in report.faults(category):
            print(f"  {line}")
    return bool(missed)


def _machine(browser: str, runs: int) -> str:
    """Describe the tools and the machine."""
    process = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False)
    words = process.stdout.split()
    lighthouse = json.loads((LIGHTHOUSE / "package.json").read_text("utf-8"))["version"]
    chromium = next((word for word in words if word[:1].isdigit()), "(unknown version)")
    loads = f"load {_LOAD:.1f} before and {os.getloadavg()[0]:.1f} after"
    return (
        f"Lighthouse {lighthouse}, mobile; the median of {runs}; headless Chromium {chromium}; "
        f"{os.cpu_count()} cores, {loads}"
    )


if __name__ == "__main__":
    main()
