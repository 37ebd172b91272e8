"""A paper as an item of the API's list."""

from typing import Any

PAPER: dict[str, Any] = {
    "paper": {
        "id": "2402.07197",
        "title": "On\n  Tests",
        "summary": "We test\nwhat we do.\n\nIt helps.",
        "authors": [{"name": "Ada Example", "hidden": False}, {"name": "Bo 李"}],
        "publishedAt": "2024-02-11T03:00:00.000Z",
        "submittedOnDailyAt": "2025-03-11T00:38:37.123Z",
        "upvotes": 12,
        "githubRepo": "https://github.com/a/b",
        "projectPage": "https://a.github.io",
    },
    "publishedAt": "2024-02-10T23:00:00.000Z",
    "submittedBy": {"name": "ada", "fullname": "Ada E."},
}
