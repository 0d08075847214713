"""The guide in the page: five minutes, in the user's words, beside the paper and never in its way."""

from assistant.page.markup import join, local, tag

_STEPS = (
    (
        "一、说要点",
        "在左下角的框里，把单位、场合、字数和做过的事一条一条写进去，按回车发送。",
        "也可以点“附材料”，把 Word 或文本文件交上来。",
        "右边的“要点”就是这篇稿子的依据。哪条不对，点“改”；多了，点“删”。不想打字聊天，点左上角“填表”。",
    ),
    (
        "二、看提纲",
        "点“看提纲”。标题能改，能拖动换次序，每条要点放在哪一部分也能换。看好了点“照此写”。着急就点“直接写”，不看提纲。",
    ),
    (
        "三、改文稿",
        "写的时候各部分一起长出来，随时能点“停止”，写好的都留着；点“继续”接着写。",
        "写好后直接在纸上改。光标放在哪一部分，下面的“重写、扩写、压缩、换说法、加例子”就管哪一部分；选中几句，就只管这几句。",
        "也可以在左边说：“第二部分压到三百字”“结尾再有力一点”。改好先给您看，点“采纳”才算数；点错了点“撤销”。",
    ),
    (
        "四、核对",
        "每个数字、日期、单位都拿您的要点对过。黄底是与要点不符，红底是样稿里别人的，蓝灰底是要点里没有的。"
        "点右边那一条就跳到原文：改回要点、确认属实，或者删去这一句。",
    ),
    (
        "五、导出",
        "点“预览”看打印出来的样子，能换版式。点“导出 Word”就是正式稿；“带批注版”给领导核数用；“PDF”发给别人看。",
        "在 Word 里又改了，点右上角“打开 Word”收回来，改了哪里会列给您看。",
    ),
)
_ASKED = (
    ("会不会编数字", "不会。要点里没有的数字写不进去；万一有，会标出来，导出前还要问您一次。"),
    ("关了网页会不会丢", "不会。打一个字都自动存着，再打开还在。删了的在“我的文稿”最下面，能恢复。"),
    ("要不要联网", "不要。稿子和资料都在这台电脑里，不往外发。"),
    (
        "写出来不像我们单位的话",
        "到“资料库”上传几篇以前的总结、发言，以后就照那个样子写。里面别人的数字和名字不会带进来。",
    ),
    ("字太小", "点右上角“大字”。"),
)


def guide() -> str:
    """The guide as a region that opens and shuts."""
    steps = join(tag("h3", head) + join(tag("p", text) for text in texts) for head, *texts in _STEPS)
    asked = join(tag("dt", question) + tag("dd", answer) for question, answer in _ASKED)
    close = local("关上", "help", kind="x-primary")
    keys = tag("p", "键盘：回车发送，Shift+回车换行，Ctrl+Z 撤销，F1 开关帮助。", class_="x-quiet")
    return tag(
        "aside",
        tag("div", tag("h2", "五分钟学会", class_="x-h"), close, class_="x-guide-head"),
        steps,
        tag("h3", "常问的"),
        tag("dl", asked),
        keys,
        id="x-guide",
        role="complementary",
        aria_label="帮助",
        tabindex="-1",
        hidden="",
    )
