"""A shelf of one's own beside everybody's: who finds, lists and removes what."""

from pathlib import Path

from index.shelf.ownership import uploads_folder
from tests.library_fakes import opened, speech


def put(folder: Path, owner: str, name: str, subject: str) -> Path:
    file = uploads_folder(folder, owner) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(speech(subject), "utf-8")
    return file


def test_a_private_material_is_found_by_its_owner_alone(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([put(tmp_path, "王", "王.txt", "口琴社团")], owner="王")
        library.add([put(tmp_path, "", "大家.txt", "太极拳")])
        assert "王.txt" in {s.file for s in library.search("口琴社团", 20, owner="王").passages}
        assert library.search("太极拳", 20, owner="王").passages[0].file == "大家.txt"
        assert {s.file for s in library.dump("王")} == {"大家.txt", "王.txt"}
        for asking in ("", "李"):
            assert {s.file for s in library.search("口琴社团", 20, owner=asking).passages} == {"大家.txt"}
            assert {s.file for s in library.passages_for("口琴社团", k=20, owner=asking)} == {"大家.txt"}
            assert [m.file for m in library.list(asking)] == ["大家.txt"]
            assert {s.file for s in library.dump(asking)} == {"大家.txt"}
        assert {m.file for m in library.list("王")} == {"大家.txt", "王.txt"}
        assert {m.file for m in library.list()} == {"大家.txt", "王.txt"}


def test_two_users_may_keep_the_same_text_and_the_same_name(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        for user in ("王", "李"):
            (added,) = library.add([put(tmp_path, user, "总结.txt", "口琴社团")], owner=user)
            assert added.status == "added"
        (again,) = library.add([put(tmp_path, "王", "又一份.txt", "口琴社团")], owner="王")
        assert again.status == "duplicate"
        (changed,) = library.add([put(tmp_path, "王", "总结.txt", "沙画体验")], owner="王")
        assert changed.status == "updated"
        assert "沙画体验" in library.search("沙画体验", owner="王").passages[0].passage.text
        assert "口琴社团" in library.search("口琴社团", owner="李").passages[0].passage.text
        assert len(library.list()) == 2


def test_what_everybody_has_is_a_duplicate_for_each(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([put(tmp_path, "", "大家.txt", "太极拳")])
        (mine,) = library.add([put(tmp_path, "王", "我的.txt", "太极拳")], owner="王")
        assert mine.status == "duplicate"


def test_only_who_added_it_or_an_administrator_removes_what_everybody_sees(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([put(tmp_path, "王", "共用.txt", "太极拳")], added_by="王")
        library.add([put(tmp_path, "王", "私有.txt", "口琴社团")], owner="王")
        library.add([put(tmp_path, "", "单位.txt", "沙画体验")])
        everything = [m.material for m in library.list()]
        for other in ("李", ""):
            assert library.remove(everything, by=other) == []
        assert len(library.remove(everything, by="王")) == 2
        assert [m.file for m in library.list()] == ["单位.txt"]
        assert len(library.remove(everything)) == 1
