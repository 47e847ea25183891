"""A copy holds the same bytes, whatever the size and the file system."""

import errno
import os
from pathlib import Path

import pytest

from assets.store import copying

SIZES = (0, 1, 4096, copying._CHUNK, copying._CHUNK + 4096, 2 * copying._CHUNK + 17)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("flags", [copying._PAST_THE_CACHE, 0])
def test_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, flags: int) -> None:
    monkeypatch.setattr(copying, "_PAST_THE_CACHE", flags)
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(os.urandom(size))
    target.write_bytes(b"longer than what comes" * 1000)
    copying.copy_durably(source, target)
    assert target.read_bytes() == source.read_bytes()


def test_a_full_disk_is_no_reason_to_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, part: memoryview) -> None:  # noqa: ARG001  # the signature of what it stands for
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(copying, "_write", full)
    (tmp_path / "source").write_bytes(b"x")
    with pytest.raises(OSError, match="no space left"):
        copying.copy_durably(tmp_path / "source", tmp_path / "target")
