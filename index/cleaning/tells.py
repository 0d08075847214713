"""What tells that a heading ends at a place of a text: the words around the place, and how the heading is built."""

import re

from index.cleaning.lexicon import Tagged, opener, tagged, words

Features = dict[str, float]

_STOP = re.compile(r"[，,。；;：:！!？?、]")
_SEEN = 24
"""Characters after a place that are looked at: the first words of a sentence."""

_ENDINGS = re.compile(
    r"(?:根基|基础|流程|成长|空间|方向|影响力|全覆盖|品牌|氛围|保障|重点|工作|建设|作用|水平|活动|温暖|环境|发展|责任|成效|实效|机制"
    r"|队伍|合力|平台|格局|组织|领导|制度|阵地|体系|力量|能力|意识|教育|服务|渠道|载体|特色|动力|活力|优势|质量|管理|规范|落实|到位"
    r"|关爱|传承|开展|情况|打算|问题|不足|经验|体会|措施|目标|任务|底线|防线|桥梁|网络|效果|素质|新篇章|新局面|台阶|健康|家长|经费"
    r"|宣传|基因|意义|形势|责任感|使命感|紧迫感|重要性|局面|见效|位置|实事|权益|青少年|情怀|品质|回音|内容|起来|下去|出来|出去|过去|下功夫"
    r"|缺位|缺失|薄弱|滞后|单一|不够|不高|不强|不力|不清|不深|不多|偏[一-鿿]|突出|严重|明显|显著|健全|完善|有力|有序|有方|丰富|良好|紧密|顺畅|浓厚|增强|提升|好转|攀升|凸显|匮乏|老化|断档|脱节|求突破|见真章|见实效|出实招|见真情|实处|走实|决心|信心|自觉|必要性|针对性|实效性|积极性|主动性|新风|新局|前提|关键|根本|得[一-鿿])$"
)
_USUAL = re.compile(
    r"^(?:目前)?(?:存在的?(?:主要|突出)?(?:问题|不足|困难|短板|差距)(?:[和与及](?:不足|问题|困难|差距|短板|原因|成因))?"
    r"|(?:今后|下一?步|明年|下一?年度?|下半年|下一?学[年期])的?(?:主要)?(?:工作)?(?:打算|思路|计划|安排|设想|重点)"
    r"|(?:基本|总体)(?:情况|概况)|主要(?:做法|成效|工作|措施|经验|成绩)|取得的?(?:主要)?(?:成效|成绩)|努力方向"
    r"|主要工作(?:及|和|与)(?:成效|成绩|做法)|(?:几点)?(?:体会|启示|感悟|思考)(?:[和与及](?:体会|建议|启示))?"
    r"|(?:几点|对策[和与及]?|工作|意见[和与及]?)建议|指导思想|总体(?:要求|目标|思路)|(?:工作|目标|重点|主要)任务|目标要求"
    r"|工作(?:目标|重点|措施|要求|原则|成效|内容|步骤|安排)|(?:保障|主要|改进|具体|组织)措施|组织(?:领导|机构|保障|实施)"
    r"|(?:活动|时间|方法)(?:内容|安排|步骤|时间|主题|目标|目的|意义|对象|形式|要求|背景|地点|方式)"
    r"|(?:突出|主要|存在的突出)问题|(?:原因|成因|问题)分析|经验(?:做法|启示)|(?:实施|方法)步骤|(?:有关|相关|几点)(?:要求|事项)"
    r"|职责(?:分工|任务)|经费(?:来源|保障|管理)|(?:评选|实施|考核|奖励)(?:办法|条件|标准|范围|程序)|总则|附则|领导小组|(?:聘任|基本)条件|[前引]言|导语|结束?语|尾声|后记|工作回顾|主要(?:体会|收获|成果|特点|亮点|目标|内容|原则|职责)"
    r"|(?:开放|服务|培训)时间|(?:服务|培训|开放)(?:对象|内容|方式)|人员(?:配备|组成|安排|管理)?|机构|设立|安全(?:管理|保障|责任)?|经费|场地|纪律|监督"
    r"|考核|奖惩|背景|目的|意义|原则|范围|对象|时间|地点|方法|流程|条件|程序|权利|义务|职责|待遇|培训|缘起|起因|经过|问题及原因|(?:20\d\d年|明年)打算)$"
)
_TOLD = re.compile(
    r"近[年几两三]|今年|去年|[一几多]年来|我们|我[县市区镇乡校局街]|本[县市区镇乡校]|目前|首先|一是|为此|截至|无论|如果|所谓"
)
_SUBJECT = re.compile(
    r"^(?:我们|我[县市区镇乡校局街村省院厂]|本[县市区镇乡校]|各[级地校村镇乡]|全[县市区镇乡校街省]|今年|去年|近年|每)"
)
_WEAK = re.compile(r"^(?:先后|县|市|区|镇|乡|村|第|[一二两三四五六七八九十百千\d])")
_RUN = re.compile(r"^(?:一是|首先|第一|一[靠抓看讲比查建管要].{2,24}?二[靠抓看讲比查建管要]|(?:19|20)[\d×xX*]{2})")
_TELLS_WHAT = re.compile(r"^[一-鿿、“”]{2,16}?是(?!否)")
_IS = re.compile("是[^，,]{0,14}(?:重点|责任|关键|基础|前提|根本|保证|保障|使命|任务|职责|核心|要求|大事|法宝)$")
"""A heading that is a sentence: so and so is the key to it."""

_WHERE = re.compile("在(.*)$")
_FRAMED = re.compile("[上中下里内间处前][^上中下里内间处前]{1,6}$")
"""在……上 and the like frame a place, after which something is done."""

_QUOTE = re.compile("(?:^|[，,])[^“，,]{0,2}“[^”]*”$")
"""A clause that is a name in quotes and nothing else."""

_OF = re.compile("[^，,]{2}的[^的，,]{2,6}$")
_STOPS = frozenset("，,、")
_PIVOTS = frozenset(
    re.findall(
        r"\w+",
        "让 使 把 将 叫 令 请 帮 教 给 为 向 与 同 跟 从 在 以 用 靠 凭 按 对"
        " 沿着 围绕 围着 顺着 贴着 抢着 跟着 朝着 随着 依托 通过",
    )
)
"""Words after which a clause is open until it says what is done."""

_GOVERNING = frozenset("让使把将叫令帮替给为")
_HOLDING = frozenset("牢握好准关住脉稳控")
"""把牢 and the like are verbs."""

_TELLING = frozenset("vailz")
"""Parts of speech that can say what is done or what somebody is like: verbs, adjectives, idioms."""

_QUOTES = str.maketrans("", "", "“”《》")
_HARDLY_LAST = frozenset("是在把被和与及对向从为将让给有以就还要也都更很最不只没的")
_BOUND = frozenset("到于往给成向")
"""After a verb these want a place or a thing."""

_HARDLY_FIRST = "了着过们得地"


def tells(head: str, tail: str, border: bool) -> Features:
    """What speaks for and against ``head`` being the heading of ``tail``; ``border`` says that no word is cut."""
    before, after = tagged(head), tagged(tail[:_SEEN])
    features = {"border": float(border or opener(tail) > 1), **_shape(head), **_start(tail), **_ending(head, before)}
    features["quote"] = float(bool(_QUOTE.search(head)))
    features |= _parts(before, after)
    bare = head.translate(_QUOTES)
    again = tail.translate(_QUOTES)
    features["again"] = float(again[:2] in bare[:-1])
    features["again_long"] = float(bare.startswith(again[:4]) or again[:3] in bare[:-1])
    ends, begins = words().habits.get(before[-1][0]), words().habits.get(after[0][0])
    features["ends"] = ends[1] if ends else 0.0
    features["begins"] = begins[0] if begins else 0.0
    features["begins_new"] = float(begins is None)
    return features


def begins(text: str) -> Features:
    """What speaks for a text being a sentence from its first word on, without a heading."""
    after = tagged(text[:_SEEN])
    habit = words().habits.get(after[0][0], (0.0, 0.0))
    start = {f"none_{name}": value for name, value in _start(text).items()}
    stop = re.search("[。！？!?；;]", text)
    sentence = text[: stop.start()] if stop else text
    clauses = re.split("[，,]", sentence)
    start |= {
        "none": 1.0,
        "none_begins": habit[0],
        "none_sentence": float(bool(stop) and stop[0] == "。" and len(sentence) <= 40) if stop else 0.0,
        "none_brief": float(len(sentence) <= 20),
        "none_ending": float(len(sentence) <= 40 and bool(_ENDINGS.search(sentence))),
        "none_clauses": float(min(len(clauses), 5) - 1),
        f"none_tag={after[0][1]}": 1.0,
    }
    told = any(opener(clause) for clause in clauses[1:])
    return start | {"none_told": float(told)}


def _ending(head: str, before: Tagged) -> Features:
    """Whether ``head`` ends as headings do."""
    last: Tagged = []
    for word, tag in before:
        last = [] if word in _STOPS else [*last, (word, tag)]
    features = {
        "usual": float(bool(_USUAL.match(head))),
        "ending": float(bool(_ENDINGS.search(head))),
        "is": float(bool(_IS.search(head))),
        "subject": float(bool(_SUBJECT.match(head))),
        "told_inside": float(bool(_TOLD.search(head, 4))),
        "opens_inside": float(any(opener(clause) for clause in re.split("[，,]", head)[1:])),
        "hardly_last": float(before[-1][0] in _HARDLY_LAST),
        "pauses": float(head.count("、") > 1),
        "figures": float(bool(re.search("[0-9]", head[2:]))),
        "opens_head": float(opener(head) > 1),
        "bound": float(head[-1] in _BOUND),
        "of": float(bool(_OF.search(head)) and before[-1][1][:1] in ("n", "v", "a", "l", "i")),
    }
    return features | _grammar(last)


def unfinished(head: str) -> bool:
    """Whether the last clause of ``head`` certainly lacks something: what is done to or by whom, where, or to what."""
    clause = re.split("[，,]", head)[-1]
    before = tagged(clause)
    if before and before[0][0] in _GOVERNING and clause[1:2] not in _HOLDING:
        return len(before) <= 3 and not any(tag[:1] in _TELLING for _, tag in before[2:])
    found = _grammar(before) if before else {}
    return bool(clause[:1] == "在" and found["frame_open"] and len(clause) > 3) or bool(found.get("wanting_bare"))


def _grammar(last: Tagged) -> Features:
    """Whether the last clause of a heading is whole: 让 or 把 somebody wants what is done, 增强 wants what is made."""
    if not last:
        return {"no_clause": 1.0}
    pivot = max((i for i, (word, _) in enumerate(last) if word in _PIVOTS), default=-1)
    told = [i for i, (_, tag) in enumerate(last) if tag[:1] in _TELLING]
    open_end = pivot >= 0 and not any(i > pivot + 1 for i in told)
    where = _WHERE.search("".join(word for word, _ in last))
    unframed = bool(where) and not _FRAMED.search(where[1] if where else "")
    known = words()
    adverbs = [word in known.adverbs or tag in ("d", "ad") for word, tag in last[:-1]]
    led = all(adverbs) or (
        any(adverbs) and all(a or w in known.wanting for a, (w, _) in zip(adverbs, last, strict=False))
    )
    wanting = last[-1][0] in known.wanting
    return {
        "pivot_open": float(open_end),
        "no_verb": float(not told),
        "frame_open": float(unframed),
        "wanting": float(wanting),
        "wanting_bare": float(wanting and led and len(last) > 1),
        "opens_last": float(len(last) > 1 and last[-1][0] in known.opens),
        "adverb_last": float(last[-1][0] in known.adverbs),
        "verb_bare": float(last[-1][1] == "v" and led and len(last) > 1),
    }


def _shape(head: str) -> Features:
    """How ``head`` is built: headings are one clause or two of like length."""
    head = head.translate(_QUOTES)
    clauses = re.split("[，,]", head)
    shape = {f"clauses_{min(len(clauses), 3)}": 1.0, "short": float(len(clauses[-1]) < 3), "length": len(head) / 10}
    shape["long"] = max(0, len(head) - 20) / 5
    shape["tiny"] = float(len(head) < 4)
    if len(clauses) == 2:
        gap = len(clauses[1]) - len(clauses[0])
        shape |= {"longer": max(gap, 0) / 4, "shorter": max(-gap, 0) / 2, "even": float(gap == 0)}
    elif len(clauses) == 1:
        shape |= {"from_seven": abs(len(head) - 7) / 5, "very_long": float(len(head) > 12)}
    return shape


def _start(tail: str) -> Features:
    """How ``tail`` starts."""
    stop = _STOP.search(tail)
    clause = min(stop.start() if stop else 20, 12)
    first = opener(tail)
    told = bool(_TELLS_WHAT.match(tail)) and "，" not in tail[: tail.find("是")]
    start = {"clause": clause / 12, "told": float(told), "weak": float(bool(_WEAK.match(tail)))}
    start |= {"run": float(bool(_RUN.match(tail))), "hardly_first": float(tail[0] in _HARDLY_FIRST)}
    return start | {f"clause_{min(clause, 4)}": 1.0, f"opener_{min(first, 3)}": float(first > 0)}


def _parts(before: Tagged, after: Tagged) -> Features:
    """Parts of speech around the place, and of the heading's clauses."""
    tags, others = [tag for _, tag in before], [tag for _, tag in after]
    one, two = tags[-1], tags[-2] if len(tags) > 1 else "no"
    first, second = others[0], others[1] if len(others) > 1 else "no"
    found = {f"b={one}": 1.0, f"bb={two}_{one}": 1.0, f"a={first}": 1.0, f"aa={first}_{second}": 1.0}
    found[f"ba={one}_{first}"] = 1.0
    clauses: list[Tagged] = [[]]
    for word, tag in before:
        if tag == "comma":
            clauses.append([])
        else:
            clauses[-1].append((word, tag))
    last, head = clauses[-1], clauses[0]
    found[f"ends={last[0][1] if last else 'no'}_{one}"] = 1.0
    if 0 < len(last) <= 4:
        found["pattern=" + "_".join(tag for _, tag in last)] = 1.0
    if len(clauses) == 2 and last:
        found["same_tags"] = float([t for _, t in last] == [t for _, t in head])
        found["same_widths"] = float([len(w) for w, _ in last] == [len(w) for w, _ in head])
        found["same_last"] = float(bool(head) and last[-1][1] == head[-1][1])
        found["same_first"] = float(bool(head) and last[0][1] == head[0][1])
    return found
