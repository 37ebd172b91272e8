"""Generated files in a folder ``docs/``."""

from pathlib import Path

from generator.publish import docs_writer
from generator.publish.docs_writer import WriteResult
from generator.render.artifact import Artifact


def write_docs(docs: Path, state: dict[str, bytes]) -> WriteResult:
    return docs_writer.write(
        docs, [Artifact.from_bytes(path, content) for path, content in state.items()]
    )


def file_times(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the modification time and inode of each file and folder."""
    statuses = ((path, path.lstat()) for path in folder.rglob("*"))
    return {
        path.relative_to(folder).as_posix(): (status.st_mtime_ns, status.st_ino)
        for path, status in statuses
    }
