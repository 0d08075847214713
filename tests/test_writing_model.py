"""One draft by the bundled model, read as the secretary would: every fact, no other figure, and text by the model."""

import pytest

from assistant.brief import Brief
from assistant.events import Drafted, SectionGrew
from assistant.ledger import judge
from assistant.model import open_model
from assistant.settings import Settings
from assistant.writing.writer import Writer

FACTS = (
    "全镇14所学校都成立了关工小组，有五老96人",
    "举办法治讲座23场，听讲学生5400人次",
    "与61名留守儿童结对，每月走访一次",
    "不足：有2所村小没有固定的活动场所",
)


@pytest.mark.model
@pytest.mark.slow
def test_the_bundled_model_writes_a_draft_that_can_be_trusted(tmp_path):
    brief = Brief("经验交流发言", "柳河镇关工委", "全县关工委工作会议", length=800, facts=FACTS)
    model = open_model(Settings())
    try:
        events = list(Writer(model, None, Settings(home=tmp_path)).draft(brief))
    finally:
        model.close()
    drafted = events[-1]
    assert isinstance(drafted, Drafted)
    assert any(isinstance(event, SectionGrew) for event in events)
    markdown = drafted.draft.to_markdown()
    judgement = judge(markdown, FACTS, (), brief.context)
    assert [c.text for c in judgement.claims if c.verdict != "supported"] == []
    assert all(figure in markdown for figure in ("14所", "96人", "23场", "5400人次", "61名", "2所"))
    assert drafted.report.tokens["completion"] > 0
