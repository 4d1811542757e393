"""Manifests in their forms, and shards."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.errors import UsageError
from longdoc.library.manifest import Item, Shard, expanded, items_of_paths, read_manifest


@pytest.fixture
def manifest(tmp_path):
    def write(text, name="manifest"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_a_list_has_one_path_a_line(manifest):
    assert [item.path for item in read_manifest(manifest("a.pdf\n\n b, c.txt\r\n# d.txt\n"))] == [
        "a.pdf",
        " b, c.txt",
        "# d.txt",
    ]


def test_paths_may_be_separated_by_nul_and_hold_line_ends(manifest):
    assert [item.path for item in read_manifest(manifest(b"a\nb.txt\0c.txt\0"))] == ["a\nb.txt", "c.txt"]


def test_csv_has_a_path_and_more(manifest):
    text = 'Path,id,questions,tags\nx.pdf,A-1,"Who?\nWhen?",kind=contract;client=Acme\n"a, b.txt",,,\n'
    first, second = read_manifest(manifest(text))
    assert first == Item("x.pdf", "A-1", None, ("Who?", "When?"), (("kind", "contract"), ("client", "Acme")))
    assert second == Item("a, b.txt")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_may_be_separated_as_spreadsheets_do(manifest, delimiter):
    text = 'path,id,tags\nx.pdf,7,"kind=a;n=1"\n'.replace(",", delimiter)
    assert read_manifest(manifest(text)) == [Item("x.pdf", "7", tags=(("kind", "a"), ("n", "1")))]


def test_json_lines_say_the_same(manifest):
    rows = [{"path": "x.pdf", "id": 7, "password": "p", "questions": "Who?"}, {"path": "y", "tags": {"n": 1}}]
    assert read_manifest(manifest("\n".join(map(json.dumps, rows)))) == [
        Item("x.pdf", "7", "p", ("Who?",)),
        Item("y", tags=(("n", "1"),)),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"path": "a"}\n{"path"', "line 2: not JSON"),
        ('{"id": 3}', "line 1: the path is missing"),
        ('{"path": "a", "pathh": "b"}', "unknown column 'pathh'"),
        ("path,id\na,b,c\n", "line 2: more cells"),
        ('{"path": "a", "tags": {"n": {"m": 1}}}', "line 1: tags must be"),
        ('{"path": "a", "id": [1]}', "line 1: id and password must be"),
        ("path,tags\na,contract\n", "not of the form name=value"),
        ("  \n", "is empty"),
        ("path,id\n", "names no file"),
        ("path\n", "names no file"),
        ("id;tags\n1;a=b\n", "no column path"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(manifest, text, says):
    with pytest.raises(UsageError, match=says):
        read_manifest(manifest(text))


def test_a_manifest_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_manifest(str(tmp_path / "none.csv"))


def test_folders_and_patterns_become_the_files_in_them_once(tmp_path):
    for name in ("a.txt", "b.txt", "c[1].txt"):
        (tmp_path / name).write_text("x")
    rows = [Item(str(tmp_path), questions=("Who?",)), Item(f"{tmp_path}/[ab].txt", questions=("Who?",))]
    rows += [Item(f"{tmp_path}/c[1].txt"), Item("missing.pdf"), Item(f"{tmp_path}/*.docx")]
    found = [(item.path.removeprefix(f"{tmp_path}/"), item.questions) for item in expanded(rows)]
    assert found == [
        ("a.txt", ("Who?",)), ("b.txt", ("Who?",)), ("c[1].txt", ("Who?",)),
        ("c[1].txt", ()), ("missing.pdf", ()), ("*.docx", ()),
    ]  # fmt: skip


def test_standard_input_is_no_file_of_a_batch():
    with pytest.raises(UsageError, match="standard input"):
        items_of_paths(["a.txt", "-"])


@given(st.lists(st.text(min_size=1), unique=True), st.integers(1, 9))
def test_every_path_is_in_exactly_one_shard(paths, count):
    shards = [Shard(number, count) for number in range(1, count + 1)]
    assert all(sum(shard.holds(path) for shard in shards) == 1 for path in paths)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "a/b", "1/0", "-1/2", "²/3"])
def test_a_shard_is_i_of_n(text):
    with pytest.raises(UsageError, match="--shard"):
        Shard.parse(text)


def test_the_key_of_a_row_names_path_id_and_questions_but_no_password():
    assert Item("a", password="x").key == Item("a").key
    keys = {Item("a").key, Item("a", "1").key, Item("a", questions=("Who?",)).key, Item("b").key}
    assert len(keys) == 4


@pytest.mark.parametrize("path", ["y" * 9_000, "x" * 300_000])
def test_a_path_that_no_system_takes_is_one_of_the_rows(manifest, path):
    items = list(expanded(read_manifest(manifest(f"a\n{path}\n"))))
    assert [item.path for item in items] == ["a", path]


@pytest.mark.parametrize("questions", [5, True, {"a": 1}])
def test_questions_that_are_no_list_are_told(manifest, questions):
    with pytest.raises(UsageError, match="line 1: questions"):
        read_manifest(manifest(json.dumps({"path": "a.txt", "questions": questions})))


def test_more_shards_than_files_in_the_world_are_refused():
    with pytest.raises(UsageError, match="shard"):
        Shard.parse(f"1/{'9' * 5000}")


@pytest.mark.parametrize("order", ["le", "be"])
def test_a_manifest_may_be_utf16_with_its_mark(manifest, order):
    text = "\ufeffpath,questions\r\nä.pdf,What is due?\r\n"
    assert read_manifest(manifest(text.encode(f"utf-16-{order}"))) == [
        Item("ä.pdf", questions=("What is due?",))
    ]


@pytest.mark.parametrize("text", ["a.txt\n-\n", "path\n-\n", '{"path": "-"}', "a.txt\0-\0"])
def test_standard_input_is_no_row_of_a_manifest(manifest, text):
    with pytest.raises(UsageError, match="standard input"):
        read_manifest(manifest(text))


def test_only_line_ends_separate_paths(manifest):
    paths = ["a\u2028b.txt", "c\x0bd\x0c.txt", "e\x85f.txt"]
    assert [item.path for item in read_manifest(manifest("\r\n".join(paths)))] == paths


@pytest.mark.parametrize("questions", [[None], ["Who?", 5], [["Who?"]]])
def test_each_question_is_a_string(manifest, questions):
    with pytest.raises(UsageError, match="line 1: questions must be a list of strings"):
        read_manifest(manifest(json.dumps({"path": "a.txt", "questions": questions})))


def test_a_question_that_is_no_utf8_is_told(manifest):
    with pytest.raises(UsageError, match="line 2: a question is not UTF-8"):
        read_manifest(manifest("path,questions\na.txt,Où ?\n".encode("cp1252")))


def test_a_folder_without_documents_says_what_it_holds(tmp_path, caplog):
    (tmp_path / "deep").mkdir()
    assert [item.path for item in expanded([Item(str(tmp_path))])] == [str(tmp_path)]
    assert "1 subfolder was not searched; --recursive does it" in caplog.text


def test_a_json_array_holds_objects_or_paths(manifest):
    assert read_manifest(manifest('[{"path": "a.pdf", "id": "A"},\n "b.pdf"]')) == [
        Item("a.pdf", "A"),
        Item("b.pdf"),
    ]
    assert read_manifest(manifest("[1] letter.pdf\n")) == [Item("[1] letter.pdf")]
    with pytest.raises(UsageError, match="the path is missing"):
        read_manifest(manifest('[{"id": "x"}]'))


def test_two_spellings_of_a_path_are_one_row(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("One.")
    monkeypatch.chdir(tmp_path)
    items = items_of_paths(["a.txt", "./a.txt", str(tmp_path / "a.txt")])
    assert [item.path for item in expanded(items)] == ["a.txt"]
