"""Whom a text is about: the bank speaks of children; students of a university or young workers are told otherwise."""

import re
from dataclasses import dataclass
from typing import Literal

Audience = Literal["children", "students", "young"]

_UNIVERSITY = re.compile(r"大学|(?:师范|职业|技术|医|工|农|财经|理工|政法)[^，。]{0,4}学院|高等专科|高校|研究生院")
_NO_UNIVERSITY = re.compile(r"老年大学|家长大学|附属|附中|附小|幼儿园|大学(?:路|城|社区|生)")
_STUDENTS = re.compile(r"大学生(?!志愿)|研究生|毕业季|学生党员|发展党员|辅导员队伍|二级学院")
_YOUNG = re.compile(r"青年(?!教师|老师|民警|志愿|教工|干部|学生|团员|节|文明|党员)|青工|乡土人才|农技|果树")
_CHILD = re.compile(r"孩子|儿童|娃|家长|父母|爷爷|奶奶|小学|中学生|放学|童|课本")
_SAY: tuple[tuple[str, str], ...] = (("孩子们", "同学们"), ("孩子", "学生"))
_NOT_STUDENTS = re.compile(r"儿童|娃|家长|父母|爷爷|奶奶|小学|中学生|放学|童|从小|家里|穷人家|长大|班主任")


@dataclass(frozen=True)
class Readers:
    """Whom a text of ``unit`` that tells ``facts`` is about."""

    unit: str
    facts: tuple[str, ...] = ()

    def of(self, fact: str = "") -> Audience:
        """Whom ``fact`` is about; without one, whom the whole text is about."""
        fact = fact or "；".join(self.facts)
        if _CHILD.search(fact):
            return "children"
        if _YOUNG.search(fact):
            return "young"
        university = _UNIVERSITY.search(self.unit) and not _NO_UNIVERSITY.search(self.unit)
        return "students" if university or _STUDENTS.search(fact) else "children"

    def fit(self, sentence: str, fact: str = "") -> str:
        """``sentence`` of the bank as it may stand beside ``fact``, "" where it speaks of others."""
        audience = self.of(fact)
        if audience == "children":
            return sentence
        if audience == "young":
            return "" if _CHILD.search(sentence) else sentence
        if _NOT_STUDENTS.search(sentence):
            return ""
        for child, student in _SAY:
            sentence = sentence.replace(child, student)
        return sentence
