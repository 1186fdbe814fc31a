"""The grammar of questions in Chinese: patterns instead of words, because Chinese has no spaces."""

from __future__ import annotations

import re

from crm.chat.interpretation import MAX_ROWS, Intent, Interpretation
from crm.query.lead_query import Comparison, Filter, LeadQuery, Sort

_FIELDS = {
    "电子邮箱": "email",
    "电子邮件": "email",
    "电话号码": "phone",
    "邮箱域名": "emailDomain",
    "手机号": "phone",
    "公司": "company",
    "企业": "company",
    "单位": "company",
    "職位": "title",
    "职位": "title",
    "职务": "title",
    "头衔": "title",
    "邮箱": "email",
    "邮件": "email",
    "電話": "phone",
    "电话": "phone",
    "手机": "phone",
    "姓名": "name",
    "名字": "name",
    "备注": "remarks",
    "域名": "emailDomain",
}
_FIELD = "(?:" + "|".join(_FIELDS) + ")"
_LEADS = "(?:潜在客户|線索|线索|联系人|聯絡人|客户|客戶|人|名单)"
_COUNT = re.compile("多少|几个|几位|幾個|几条|总数|数量|有几")
_GROUP = re.compile(f"(?:按照|按|根据|依|每个|每家|各个|各)({_FIELD})")
_LACKING = re.compile(f"(?:没有|沒有|缺少|缺|无)({_FIELD})")
_COMPARED = re.compile(f'({_FIELD})(?:里|中)?(包含|含有|含|开头是|开头为|是|为|等于|叫)[“"「]?([^”"」，,。？?的]+)')
_HAVING = re.compile(f"(?<!没)(?<!沒)有({_FIELD})")
_AT = re.compile(r"(?:在|就职于|任职于|来自)[“\"「]?(.+?)[”\"」]?(?:公司)?(?:工作|上班|任职|的)")
_OF_COMPANY = re.compile(r"[“\"「]?([^“\"「显示列出查找搜索有]+?)[”\"」]?公司(?:的|有|里)")
_NAMED = re.compile(r"(?:名叫|名为|叫做|叫)[“\"「]?([^”\"」，,。？?的]+)")
_NEWEST = re.compile(r"最新|最近|最后")
_NUMBER = re.compile(r"\d{1,4}")
_LIST = re.compile("显示|列出|查找|查询|搜索|找出|找到|找|给我看|看看|哪些|谁")
_REST = re.compile(f"[的了吗呢啊请帮我所有全部一下个位条名共总在里中]|{_LEADS}|工作|公司")


def read_chinese(question: str) -> Interpretation | None:
    """The query that a Chinese question asks for; None if this grammar does not know the question."""
    question = question.strip("？?。！! ")
    group = _GROUP.search(question)
    rest = _GROUP.sub("", question)
    filters: list[Filter] = []
    for match in _LACKING.finditer(rest):
        filters.append(Filter(_FIELDS[match[1]], Comparison.EMPTY))
    rest = _LACKING.sub("", rest)
    for match in _COMPARED.finditer(rest):
        op = Comparison.STARTS_WITH if match[2].startswith("开头") else Comparison.CONTAINS
        filters.append(Filter(_FIELDS[match[1]], op, match[3].strip()))
    rest = _COMPARED.sub("", rest)
    for match in _HAVING.finditer(rest):
        filters.append(Filter(_FIELDS[match[1]], Comparison.NOT_EMPTY))
    rest = _HAVING.sub("", rest)
    for pattern, field in ((_NAMED, "name"), (_AT, "company"), (_OF_COMPANY, "company")):
        found = pattern.search(rest)
        if found:
            filters.append(Filter(field, Comparison.CONTAINS, found[1].strip()))
            rest = pattern.sub("", rest, count=1)
    if group:
        return Interpretation(
            Intent.GROUP, LeadQuery(filters=tuple(filters), group_by=_FIELDS[group[1]], page_size=MAX_ROWS)
        )
    if _COUNT.search(question):
        return Interpretation(Intent.COUNT, LeadQuery(filters=tuple(filters), page_size=0))
    if filters or _NEWEST.search(rest) or _LIST.search(rest):
        number = _NUMBER.search(rest) if _NEWEST.search(rest) else None
        text = "" if filters or _NEWEST.search(rest) else _REST.sub("", _LIST.sub("", rest)).strip()
        limit = min(max(int(number[0]), 1), MAX_ROWS) if number else MAX_ROWS
        return Interpretation(Intent.LIST, LeadQuery(text=text, filters=tuple(filters), sort=Sort(), page_size=limit))
    return None
