"""Arrays on disk: what is mapped back is what was written, and a broken file is no file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from safetensors.numpy import load_file

from longdoc.library.readings import map_arrays, write_arrays

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
def test_a_file_cut_short_is_none(tmp_path, keep_bytes):
    path = tmp_path / "x.safetensors"
    write_arrays(path, {"x": np.arange(100, dtype=np.int32)}, {})
    path.write_bytes(path.read_bytes()[:keep_bytes])
    assert map_arrays(path) is None


@pytest.mark.parametrize(
    "raw", [b"", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0{{" + b"x" * 9]
)
def test_what_is_no_such_file_is_none(tmp_path, raw):
    path = tmp_path / "x.safetensors"
    path.write_bytes(raw)
    assert map_arrays(path) is None


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
