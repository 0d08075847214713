"""The review: what it finds in a draft, and that it needs nothing heavy."""

import subprocess
import sys

import pytest

from assistant.brief import Brief
from assistant.copied import copied_runs, longest_copied
from assistant.draft import Draft, Section, Source
from assistant.review import review, section_spans, text_findings
from assistant.work import Work

FACTS = ("举办法治报告会46场，受教育学生1.8万人次", "老同志热心参与各项活动，受到学校欢迎", "结对帮扶213名留守儿童")
SAMPLE = Source(
    "p1", "样稿.md", "样稿", text="老人们顶风冒雨走村串户，把一份份温暖送到孩子们的手上心上，九十三人参加。"
)


def draft(*sections: Section) -> Draft:
    return Draft("工作总结", sections, "工作总结")


def kinds(markdown: str, genre: str = "") -> list[str]:
    return [f.kind for f in text_findings(markdown, genre)]


def test_claims_carry_their_section_and_offsets():
    text = draft(Section("一、法治", "举办法治报告会46场。"), Section("二、帮扶", "结对帮扶312名留守儿童。"))
    report = review(Work(Brief("工作总结", facts=FACTS), None, text))
    markdown = text.to_markdown()
    assert all(markdown[c.start : c.end] == c.text for c in report.claims)
    assert dict(zip((c.text for c in report.claims), report.claim_sections, strict=True)) == {"46场": 0, "312名": 1}


def test_coverage_names_sections_and_judges_plain_facts_by_wording():
    text = draft(
        Section("一、法治", "举办法治报告会46场，受教育学生1.8万人次。"),
        Section("二、队伍", "老同志热心参与学校的各项活动，受到学校的欢迎。"),
    )
    report = review(Work(Brief("工作总结", facts=FACTS), None, text))
    assert [(c.status, c.sections) for c in report.coverage] == [
        ("covered", (0,)),
        ("qualitative", (1,)),
        ("missing", ()),
    ]


def test_the_report_has_the_form_of_the_contract():
    report = review(Work(Brief("工作总结", length=1000, facts=FACTS), None, draft(Section("", "完。")))).to_dict()
    assert set(report) >= {"title", "genre", "length", "outline", "claims", "coverage", "sources", "longest_copied_run"}
    assert report["length"] == {"target": 1000, "actual": 2}


def test_a_length_that_is_off_is_found():
    report = review(Work(Brief("工作总结", length=1000, facts=FACTS), None, draft(Section("", "太短。"))))
    assert any(f.kind == "篇幅" and "1000" in f.message for f in report.findings)


def test_a_long_copied_run_is_found_with_its_file():
    text = draft(
        Section(
            "一、做法", "这里，老人们顶风冒雨走村串户，把一份份温暖送到孩子们的手上心上，大家感动。", sources=(SAMPLE,)
        )
    )
    report = review(Work(Brief("工作总结", facts=FACTS), None, text))
    assert len(report.longest_copied[0]) > 24 and report.longest_copied[1] == "样稿.md"
    assert any(f.kind == "雷同" for f in report.findings)


def test_fixed_wordings_do_not_count_as_copied():
    phrase = "习近平新时代中国特色社会主义思想"
    ours, theirs = f"我们学习{phrase}并落实。", f"他们坚持{phrase}为指导。"
    assert copied_runs(ours, theirs, 10) and not copied_runs(ours, theirs, 10, (phrase,))
    assert longest_copied(ours, [(theirs, "f")], (phrase,)) == ("", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("工作扎实,成效明显。", "标点"),
        ("孩子们很高兴。。", "标点"),
        ("**重点**抓好三件事。", "标点"),
        ("总的来说，工作不错。", "套话"),
        ("在关公委的领导下开展工作。", "提法"),
        ("慰问了40人【待核实】。", "待核实"),
        ("老同志把温暖送到每个孩子的身边去。老同志把温暖送到每个孩子的身边。", "重复"),
        ("# 题\n\n## 一、加强组织建设\n\n做事。\n\n## 二、加强队伍建设\n\n做人。", "标题"),
    ],
)
def test_faults_of_the_text_are_found(text, kind):
    assert kind in kinds(text)


def test_a_clean_text_has_no_findings():
    text = "# 工作总结\n\n## 一、健全组织网络，夯实工作基础\n\n各村都有人管事。\n\n"
    text += "## 二、讲好红色故事，点亮少年心灯\n\n孩子们爱听。\n"
    assert kinds(text, "工作总结") == []


def test_we_in_a_third_person_text_is_found_outside_quotations():
    assert "人称" in kinds("我们帮助了孩子。", "事迹材料")
    assert "人称" not in kinds("老人说：“我们要帮孩子。”", "事迹材料")


def test_sections_lie_where_the_markdown_has_them():
    text = draft(Section("一、甲", "相同的话。"), Section("二、乙", "相同的话。\n再一句。"))
    markdown = text.to_markdown()
    assert [markdown[a:b][:4] for a, b in section_spans(text)] == ["## 一", "## 二"]


def test_the_review_imports_nothing_heavy_and_nothing_that_writes():
    heavy = "('langchain_core', 'torch', 'chromadb', 'gradio', 'openai')"
    writing = "m.startswith('assistant.writing')"
    code = f"import sys, assistant.review; print([m for m in sys.modules if m.split('.')[0] in {heavy} or {writing}])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
