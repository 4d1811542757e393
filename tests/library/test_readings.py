"""Arrays on disk: what is mapped back is what was written, and a broken file is no file."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from safetensors.numpy import load_file, save_file

from longdoc.library.readings import DamagedArrays, drop_leftovers, map_arrays, write_arrays

TYPES = st.sampled_from([np.int8, np.int32, np.int64, np.float16, np.float32, np.bool_, np.uint8])


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_arrays_come_back_to_the_bit(tmp_path_factory, data):
    names = data.draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1))
    shapes = npst.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=5)
    arrays = {name: data.draw(npst.arrays(data.draw(TYPES), data.draw(shapes))) for name in names}
    path = tmp_path_factory.mktemp("r") / "x.safetensors"
    write_arrays(path, arrays, {"who": "责任 é"})
    for name, array in load_file(path).items():
        np.testing.assert_array_equal(array, arrays[name])
    back, metadata = map_arrays(path) or ({}, {})
    assert metadata == {"who": "责任 é"}
    assert set(back) == set(arrays)
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        np.testing.assert_array_equal(back[name], array)


def test_nothing_written_to_a_mapped_array_reaches_the_file(tmp_path):
    path = tmp_path / "x.safetensors"
    write_arrays(path, {"x": np.zeros(4, np.int32)}, {})
    arrays, _ = map_arrays(path) or ({}, {})
    arrays["x"][0] = 7
    again, _ = map_arrays(path) or ({}, {})
    assert again["x"][0] == 0


@pytest.mark.parametrize("keep_bytes", [0, 4, 8, 60, 200])
def test_a_file_cut_short_is_damaged(tmp_path, keep_bytes):
    path = tmp_path / "x.safetensors"
    write_arrays(path, {"x": np.arange(100, dtype=np.int32)}, {})
    path.write_bytes(path.read_bytes()[:keep_bytes])
    with pytest.raises(DamagedArrays):
        map_arrays(path)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0{{" + b"x" * 9]
)
def test_what_is_no_such_file_is_damaged(tmp_path, raw):
    path = tmp_path / "x.safetensors"
    path.write_bytes(raw)
    with pytest.raises(DamagedArrays):
        map_arrays(path)


def test_no_byte_of_a_file_changes_unnoticed(tmp_path):
    path = tmp_path / "x.safetensors"
    write_arrays(path, {"x": np.arange(20, dtype=np.int32), "y": np.zeros(3)}, {"who": "é"})
    raw = path.read_bytes()
    for i in range(len(raw)):
        for flip in (1, 32, 255):
            path.write_bytes(raw[:i] + bytes([raw[i] ^ flip]) + raw[i + 1 :])
            with pytest.raises(DamagedArrays):
                map_arrays(path)


def test_a_file_of_an_older_format_is_none(tmp_path):
    path = tmp_path / "x.safetensors"
    save_file({"x": np.arange(3)}, path, {"reading": "2"})
    assert map_arrays(path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
@pytest.mark.parametrize("mask", [0, 0o22, 0o777])
def test_only_its_owner_may_read_it(tmp_path, mask):
    path = tmp_path / "readings" / "x.safetensors"
    before = os.umask(mask)
    try:
        write_arrays(path, {"x": np.arange(3)}, {})
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_leftover_that_leads_nowhere_is_no_fault(tmp_path):
    part = tmp_path / ".a.part"
    part.symlink_to("/nope")
    drop_leftovers(tmp_path)
    os.utime(part, (0, 0), follow_symlinks=False)
    drop_leftovers(tmp_path)
    assert not part.is_symlink()


def test_threads_write_one_file_at_the_same_time(tmp_path):
    path = tmp_path / "x.safetensors"
    arrays = [{"x": np.full(10_000, i)} for i in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: write_arrays(path, one, {}), arrays))
    written, _ = map_arrays(path) or ({}, {})
    assert len(set(written["x"].tolist())) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["x.safetensors"]


def test_a_missing_file_is_none(tmp_path):
    assert map_arrays(tmp_path / "nothing") is None


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path):
    path = tmp_path / "x.safetensors"
    write_arrays(path, {"x": np.arange(3)}, {})
    with pytest.raises(KeyError):
        write_arrays(path, {"x": np.array(["text"], object)}, {})
    arrays, _ = map_arrays(path) or ({}, {})
    assert arrays["x"].tolist() == [0, 1, 2]
    assert [file.name for file in tmp_path.iterdir()] == ["x.safetensors"]
