"""Children are not named in public, and the user's own fixed wordings count in the review."""

from pathlib import Path

import pytest

from assistant.brief import Brief
from assistant.events import Drafted
from assistant.privacy import private_places
from assistant.review_text import text_findings
from assistant.settings import Settings
from assistant.writing.writer import Writer


def test_a_child_is_named_by_surname_and_the_family_is_spared() -> None:
    places = private_places("帮助五年级学生王小明（10岁，家住幸福里小区3栋502，父亲有前科）重新上学，电话13712345678")
    assert [(p.kind, p.instead) for p in places] == [
        ("未成年人的姓名", "小王"),
        ("家庭住址", ""),
        ("家人的病情或前科", ""),
        ("联系电话", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "资助学生方面，办法很多",
        "帮助学生108人",
        "学生高中毕业，考上大学",
        "退休教师王秀兰带着孩子，走遍21所村小",
        "服务热线12355",
    ],
)
def test_what_names_no_child_is_left_alone(text: str) -> None:
    assert private_places(text) == []


def test_the_question_offers_the_form_to_write(tmp_path: Path) -> None:
    brief = Brief(
        genre="事迹材料", unit="临溪区第三小学关工委", facts=("帮助五年级学生王小明（10岁）重新上学", "做关工委工作6年")
    )
    event = list(Writer(None, None, Settings(home=tmp_path)).draft(brief))[-1]
    assert isinstance(event, Drafted)
    assert any("“王小明”可以写成“小王”" in q for q in event.report.questions)
    assert any(f.kind == "隐私" and "小王" in f.message for f in event.report.findings)


def test_a_wording_of_the_users_own_list_is_checked(tmp_path: Path) -> None:
    (tmp_path / "fixed_wordings.tsv").write_text("青苗护航活动\t青苗护航行动\t县里的名称\n", encoding="utf-8")
    text = "# 总结\n\n我们开展青苗护航活动。\n"
    assert any("青苗护航行动" in f.message for f in text_findings(text, "工作总结", tmp_path))
    assert not any("青苗护航行动" in f.message for f in text_findings(text, "工作总结"))
