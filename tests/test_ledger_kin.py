"""What the ledger keeps at hand instead of looking through everything finds the same."""

import itertools

from assistant.ledger import judge
from assistant.ledger.kin import Kin, related
from assistant.ledger.lexicon import load_lexicon
from assistant.ledger.word_sets import words_of

WORDS = words_of("讲座 法治讲座 法治 五老志愿者 志愿者 老党员 书屋 农家书屋 书 留守儿童 儿童 捐赠")


def test_the_kin_of_a_word_are_all_related_words_of_the_facts() -> None:
    lexicon = load_lexicon()
    names = dict.fromkeys((*sorted(WORDS), *itertools.islice((c.name for c in lexicon.concepts.values()), 0, None, 7)))
    kin = Kin(names, lexicon)
    for word in (*names, "书屋里", "普法讲座"):
        expected = {other: alike for other in names if other != word and (alike := related(lexicon, word, other))}
        assert kin[word] == expected, word


def test_a_draft_judged_again_after_others_on_the_same_facts_is_judged_alike() -> None:
    facts = ("举办法治讲座30场，听众4500人", "结对帮扶留守儿童120名", "农家书屋藏书3000册")
    draft = "举办法治讲座35场，听众4500人。一名老同志结对120名留守儿童，书屋里有藏书三千册。"
    first = judge(draft, facts)
    for other in ("讲座120场。", "书屋藏书3500册，一名志愿者值守。", draft.replace("。", "了。")):
        judge(other, facts)
    assert judge(draft, facts) == first
    assert [claim.verdict for claim in first.claims if claim.text == "35场"] == ["altered"]
