"""Records to stage for an import."""

import datetime as dt

from generator.core.config import Config
from generator.core.model import Entry, Origin
from generator.intake.staging import Staging
from tests.support.papers import make_entry

DAY = dt.date(2025, 3, 11)
LIST = Origin("a.txt", DAY)
ABSTRACT = "We test what others built before we build on it. It helps."


def record(title: str = "On Tests", abstract: str = ABSTRACT, **fields: object) -> Entry:
    return make_entry(abstract, "papers/a.md", title=title, **fields)


def write_entries(config: Config, *records: Entry) -> None:
    """Write an entry for each record."""
    staging = Staging(config)
    for new in records:
        staging.create([(new, LIST)], DAY)
    staging.write()
