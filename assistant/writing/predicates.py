"""Whether what a fact says lacks a subject, so that the own side must be named before it."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rjieba

# Sure signs first: the segmenter takes some of these words for nouns or prepositions.
_VERBS = """
    开展 组织 举办 举行 建立 成立 组建 聘请 发动 动员 邀请 召开 编印 编写 制定 制作 完善 修订
    走访 慰问 看望 资助 发放 帮扶 结对 巡查 检查 排查 摸排 筹集 筹措 募集 争取 协调 联合 会同
    利用 依托 打造 建成 建设 创建 创办 开办 开设 办起 办 培训 评选 表彰 宣讲 深入 配合 推动 推进
    推行 指导 选聘 选派 选树 实施 启动 搭建 设立 落实 坚持 探索 撰写 印发 下发 出版 拍摄 录制
    收集 整理 接待 调解 转化 帮助 救助 安排 投入 新建 新增 调整 充实 吸收 发展 参与 参加 承办
    协办 主办 带领 围绕 抓住 通过 针对 为 对 与 和 向 在 把 将 给 到 挖掘 讲述 传唱 排演 征集
    捐赠 捐出 出资 送 请 带 抓 管了 义务 患 走遍 垫付 劝返 被评为 被授予 获评 获得 任 担任 联系 随身 自己
    选派 辅导 义诊 荣获 编发 护送 照看 劝 做 写 建 用 出 订阅 征订 健全 改造 修缮 配备 购置 调研 督导
    考核 总结 推广 命名 授予
"""
_ADVERBS = r"(?:累计|先后|共|还|已|又|继续|积极|主动|广泛|定期|大力|认真|重点)"
_VERB_START = re.compile(rf"^{_ADVERBS}?(?:{'|'.join(_VERBS.split())})")
_NOT_VERB = re.compile(
    r"^(?:[一-鿿]{1,3}[上里中内外](?:没|有|的)|组(?:长|员)|队(?:长|员)|组织(?:机构|网络|队伍)|建设(?:经费|资金)|培训(?:班|率|经费)|发展(?:不|还)|为人|对象|和平|向阳|把手|将军|办公|宣讲(?:团|队|员)|志愿|与会|出席|给力|到会|制度|在校|在职|在册|在岗|投入(?:不足|较少)|调研(?:组|队)|结对(?:率|工作)|总结会|检查组|参与(?:率|度)|任(?:何|务|课)|请(?:来的|到的)|联系(?:点|人|学校)|辅导(?:员|站|班|点)|自己(?:的|人)|送(?:来|给他|到的))"
)
# Verbs that stand before a noun as its attribute, or say what there is: no subject is missing there.
_NOT_DEEDS = re.compile(
    r"防|五老|[退离]休|离退休|退役|留守|返乡|流动|外出|务工|失[足学]|受助|涉罪|困难|在[校职读]|帮教|服务|工作|学习|活动|教育|劳动|托管|宣讲|没有|有|无|是|能|会|要|应|需|缺|还有|属|位于|来自|包括|其中|可|使|让|听|评为|毕业|存在|得到|受到|仍|成为"
)
# How deeds begin that a story tells without naming who did them.
_UNNAMED = re.compile(
    r"[退离]休[后前]|因(?!此|为)[^，]{1,10}，?|连夜|当晚|当天|随即|\d{2}岁(?:仍|还|依然|了|时)|[下刮][大暴小]?[雨雪风]|[一-鿿]{1,2}[了过](?=[\d一二两三几多])|义务|随身|带病|带着|拄着|顶着|冒着|"
    r"纪念|主动|自学|自编|自费|自掏|腿|骑|走[了遍]|教(?!师|育|授|室|龄)|讲(?!师|堂|台)|劝|写|种|修|买|找|背[着起]|牵线|动员|每次|从不|从没|从未|坚持|常|总|一直|平均每"
)
_WORDS = 12  # characters of a sentence that are looked at
_PASSED_OVER = frozenset("d")  # adverbs


def begins_with_verb(body: str) -> bool:
    """Whether ``body`` (without its time) begins with what is done, not with who does it."""
    if _NOT_VERB.match(body):
        return False
    if _VERB_START.match(body):
        return True
    return not _NOT_DEEDS.match(body) and _tag_of(body[:_WORDS]) == "v"


def lacks_person(body: str) -> bool:
    """Whether a deed in somebody's story is told without him: “84岁仍每周讲两次”, “因病动手术”, “捐了2000本书”."""
    return begins_with_verb(body) or bool(_UNNAMED.match(body))


@cache
def _tag_of(text: str) -> str:
    """The part of speech (jieba's) of the first word that is no adverb."""
    for word, tag in _segmenter().tag(text):
        if tag not in _PASSED_OVER or len(word) > 2:
            return str(tag)
    return ""


@cache
def _segmenter() -> "rjieba.Jieba":
    import rjieba  # a quarter of a second, and not needed to import this

    return rjieba.Jieba()
