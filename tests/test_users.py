"""Users of the page: who may log in, and how often one may guess."""

import threading
from contextlib import suppress

import pytest
from argon2 import PasswordHasher

from assistant.users import FREE_TRIES, BadUser, TooManyTries, Users
from index.errors import StorageFull


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def users(tmp_path, clock):
    users = Users(tmp_path / "home" / "users.txt", clock, PasswordHasher(1, 64, 1))
    users.add("王秘书", "correct horse 8")
    return users


def test_the_right_password_opens_and_no_other(users):
    assert users.verify("王秘书", "correct horse 8")
    assert not users.verify("王秘书", "correct horse 9")
    assert not users.verify("李秘书", "correct horse 8")
    assert not users.verify("", "")
    assert users.verify(" 王秘书 ", "correct horse 8")


def test_the_file_holds_hashes_and_is_private(users):
    text = users.file.read_text(encoding="utf-8")
    assert "correct" not in text
    assert text.startswith("王秘书:$argon2id$")
    assert users.file.stat().st_mode & 0o077 == 0


def test_the_first_user_is_the_administrator(users):
    users.add("li.na", "another pass")
    assert users.administrator == "王秘书"
    assert users.names() == ("王秘书", "li.na")
    users.add("王秘书", "new password")
    assert users.administrator == "王秘书"
    assert users.verify("王秘书", "new password")
    assert not users.verify("王秘书", "correct horse 8")


def test_a_removed_user_is_out(users):
    assert users.remove("王秘书")
    assert not users.verify("王秘书", "correct horse 8")
    assert not users.remove("王秘书")


@pytest.mark.parametrize("name", ["", " ", "a:b", "a\nb", "a b", "x" * 41, "../etc", "王\ud83d"])
def test_names_that_would_break_the_file_are_refused(users, name):
    with pytest.raises(BadUser):
        users.add(name, "long enough")
    assert users.names() == ("王秘书",)


@pytest.mark.parametrize("password", ["", "1234567", "x" * 2000, "半个\ud83d字符很长的密码"])
def test_passwords_that_are_no_good_are_refused(users, password):
    with pytest.raises(BadUser, match="密码"):
        users.add("李", password)
    assert not users.verify("王秘书", password)


def test_guessing_is_slowed_down(users, clock):
    for _ in range(FREE_TRIES):
        assert not users.verify("王秘书", "wrong")
    with pytest.raises(TooManyTries, match="秒后再试") as first:
        users.verify("王秘书", "correct horse 8")
    clock.seconds += first.value.seconds + 0.1
    assert not users.verify("王秘书", "wrong")
    with pytest.raises(TooManyTries) as second:
        users.verify("王秘书", "wrong")
    assert second.value.seconds > first.value.seconds
    clock.seconds += 3600
    assert users.verify("王秘书", "correct horse 8")
    assert not users.verify("王秘书", "wrong")


def test_others_do_not_wait_for_the_guessed_one(users):
    users.add("李", "another pass")
    for _ in range(FREE_TRIES):
        users.verify("王秘书", "wrong")
    assert users.verify("李", "another pass")


def test_parallel_guesses_do_not_slip_through(users):
    looked_at = []

    def guess():
        with suppress(TooManyTries):
            looked_at.append(users.verify("王秘书", "wrong"))

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == FREE_TRIES


def test_users_added_by_another_process_can_log_in_at_once(users):
    Users(users.file).add("李", "another pass")
    assert users.verify("李", "another pass")


def test_no_file_means_nobody(tmp_path):
    users = Users(tmp_path / "none.txt")
    assert not users.verify("王", "correct horse 8")
    assert users.administrator == ""


def test_a_broken_file_is_said_with_its_line(users):
    users.file.write_text("# 注释\n\n王秘书:plain\n", encoding="utf-8")
    with pytest.raises(BadUser, match="第 3 行"):
        users.verify("王秘书", "plain")
    users.file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadUser, match="读不出来"):
        users.names()


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFull):
        Users(tmp_path / "file" / "users.txt").add("王", "correct horse 8")


def test_a_users_mark_lasts_until_the_user_goes_or_gets_another_password(tmp_path):
    users = Users(tmp_path / "users")
    assert users.mark("王老师") is None
    users.add("王老师", "一个很长的口令 1")
    first = users.mark("王老师")
    assert first and users.mark(" 王老师 ") == first and users.mark("李老师") is None
    Users(tmp_path / "users").add("王老师", "一个很长的口令 2")
    assert users.mark("王老师") not in (first, None)
    Users(tmp_path / "users").remove("王老师")
    assert users.mark("王老师") is None


def test_a_users_file_that_became_unreadable_lets_nobody_in(tmp_path):
    users = Users(tmp_path / "users")
    users.add("王老师", "一个很长的口令 1")
    (tmp_path / "users").write_text("不是用户文件\n", encoding="utf-8")
    with pytest.raises(BadUser):
        users.mark("王老师")
