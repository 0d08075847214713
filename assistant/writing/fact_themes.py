"""The themes of a fact, by its own words."""

import re

from index.themes import themes_of

# Words that decide a fact's theme before the library's own lexicon is asked; the first theme that matches wins.
_STRONG: tuple[tuple[str, str], ...] = (
    (
        "网吧与网络环境",
        r"网吧|上网|网络(?!.{0,2}宣传)|网瘾|手机|校园周边|文化市场|义务监督|电竞|巡查(?!.{0,4}(?:水|河))",
    ),
    ("青蓝工程", r"青蓝|青年教师|年轻教师|新教师|师徒|传帮带|听课(?!学生|群众|人|对象|\d+人)|评课|磨课"),
    ("家长学校", r"(?<!和)(?<!及)(?<!、)家长(?!\d+人参观)|家庭教育|家教|家风|亲子|隔代|家校|家访"),
    ("心理健康", r"心理|谈心|情绪|倾诉|倾听|减压"),
    (
        "法治",
        r"(?<!退休)(?<!老)(?:政法|法官|检察|司法)|法治|法制|普法|法律|法庭|禁毒|犯罪|帮教|失足|宪法|民法典|反诈|未成年人保护",
    ),
    ("经费保障", r"经费|预算|财政|拨付|拨款|专项资金|结余|账目|支出|列支|收支|企业捐助|办公(?:室|场所|用房|条件)"),
    (
        "留守与困境帮扶",
        r"留守|困境|贫困|困难(?:学生|儿童|家庭|青少年|娃|孩)|特困|帮扶|助学|资助|慰问|孤儿|残疾|救助|捐款|捐资|捐助|代理家长|微心愿|济困|事实无人抚养|冬衣|学习点|送.{0,6}(?:书包|棉)",
    ),
    ("科技与劳动", r"科技|科普|科学|劳动|种植|农技|技能|手工|研学|非遗|小发明|航模|实践基地"),
    ("宣传", r"简报|报道|稿件|投稿|发稿|公众号|专栏|媒体|视频号|报刊|征订|用稿|信息宣传"),
    ("先进表彰", r"被评为|荣获|获评|获得?.{0,12}(?:称号|奖)|授予|表彰|先进(?:集体|个人|单位|工作者)|最美|评选"),
    ("优质化建设", r"五好|优质化|常态化建设|标准化|达标|示范点|示范校"),
    (
        "红色教育",
        r"红色|党史|爱国|革命|英烈|烈士|主题教育|宣讲(?!队|员|小分队|团(?!.{0,8}(?:进|深入|到|讲)))|讲故事|中国故事|报告会|理想信念|核心价值观|铸魂|读书活动|征文|老少同台|思想道德|雷锋|扫墓|祭扫|故事会|故事车|传统教育|团日|队日|老红军",
    ),
    ("综合", r"溺水|巡河|护学|交通安全|安全教育|近视|视力|欺凌|光盘行动|文明新风|移风易俗"),
    ("品牌创新", r"品牌|创新|特色(?!社会主义)|亮点|工作室|试点|一校一品|书法|书屋|书院"),
)
_WEAK: tuple[tuple[str, str], ...] = (
    (
        "组织队伍",
        r"关工委(?:组织|小组|班子|领导)|基层关工委|领导小组|班子|组织网络|全覆盖|成立.{0,10}(?:关工委|委员会|小组)|制度|例会|会议|全委会|主任|委员|纳入.{0,12}(?:考核|议程|规划)|工作站|工作点|换届|工作计划",
    ),
    (
        "五老",
        r"五老|老干部|老党员|老教师|老同志|老伙计|退休(?!比|后|了|那|前|，|不)|志愿者|讲师|辅导员|宣讲团|宣讲队|报告团|队伍|骨干",
    ),
)
# Themes that a loose word (退休, 听课) does not make: their own words are above.
_ONLY_NAMED = frozenset({"五老", "青蓝工程"})


def theme_of(text: str) -> str:
    """The theme (one of ``index.themes.THEMES``) that a fact is about, "" where none is named."""
    named = themes_named(text)
    if named:
        return named[0]
    found = [theme for theme in themes_of(text) if theme not in _ONLY_NAMED]
    return found[0] if found else ""


def themes_named(text: str) -> list[str]:
    """Themes whose words stand in ``text``, in the order in which they stand there; 组织队伍 and 五老 last."""
    text = re.sub(r"按[^，。；]*?分(?:为|成)", "", text)
    found = [(m.start(), theme) for theme, pattern in _STRONG if (m := re.search(pattern, text))]
    weak = [theme for theme, pattern in _WEAK if re.search(pattern, text)]
    return [theme for _, theme in sorted(found)] + weak
