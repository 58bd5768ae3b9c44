"""The records of the knowledge base and the schema they are validated by.

Every record is the front matter of one Markdown file below `docs/`. The field descriptions
are in Chinese because the editing guide's field table is made from them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from .address import parse_provision


class Label(NamedTuple):
    """A name shown to members, Chinese first."""

    zh: str
    en: str


LEVELS: dict[str, Label] = {
    "text": Label("已核原文", "checked against the text"),
    "secondary": Label("据可靠转述", "from a reliable report"),
    "unverified": Label("待核", "not yet verified"),
}
TERM_KINDS: dict[str, Label] = {
    "numbered": Label("数字提法", "numbered formulation"),
    "concept": Label("概念", "concept"),
    "slogan": Label("口号要求", "slogan or demand"),
    "institution": Label("制度", "institution"),
    "activity": Label("活动", "activity"),
    "body": Label("机构与人员", "body or role"),
    "measure": Label("措施与处分", "measure or sanction"),
    "document": Label("文件", "document"),
    "metaphor": Label("比喻", "metaphor"),
    "phrase": Label("报告用语", "report phrase"),
}
CATEGORIES: dict[str, Label] = {
    "theory": Label("思想理论", "Theory"),
    "politics": Label("政治建设", "Political building"),
    "organisation": Label("组织建设", "Organisation"),
    "style": Label("作风建设", "Conduct"),
    "discipline": Label("纪律建设", "Discipline"),
    "supervision": Label("监督巡察", "Supervision and inspection"),
    "rural": Label("乡村与基层", "Rural and township work"),
    "rhetoric": Label("报告用语", "Report rhetoric"),
}
TERM_STATUSES: dict[str, Label] = {
    "current": Label("现行", "current"),
    "superseded": Label("已被取代", "superseded"),
    "local": Label("地方用语", "local usage"),
}
RANKS: dict[str, Label] = {
    "constitution": Label("党章", "Party Constitution"),
    "code": Label("准则", "code of conduct"),
    "regulations": Label("条例", "regulations"),
    "provisions": Label("规定", "provisions"),
    "measures": Label("办法", "measures"),
    "rules": Label("规则", "rules"),
    "bylaws": Label("细则", "detailed rules"),
    "document": Label("规范性文件", "normative document"),
}
"""From the highest authority down; the order is the authority ladder."""
BOARDS: dict[str, Label] = {
    "constitution": Label("党章", "Party Constitution"),
    "organisation": Label("党的组织法规", "regulations on Party organisation"),
    "leadership": Label("党的领导法规", "regulations on Party leadership"),
    "self-building": Label("党的自身建设法规", "regulations on Party self-building"),
    "oversight": Label("党的监督保障法规", "regulations on oversight and support"),
}
"""The boards of the 1+4 system, the Party Constitution first."""
REGULATION_STATUSES: dict[str, Label] = {
    "current": Label("现行有效", "in force"),
    "superseded": Label("已被修订或取代", "superseded"),
    "repealed": Label("已废止", "repealed"),
    "unpublished": Label("未公开全文", "never published in full"),
    "unverified": Label("效力待核", "not yet verified"),
}
REPORT_GENRES: dict[str, Label] = {
    "annual-report": Label("年度党建工作总结", "annual Party-building report"),
    "plan": Label("工作要点", "work plan"),
    "mid-year-report": Label("半年党建工作总结", "mid-year report"),
    "democratic-life-meeting": Label("民主生活会材料", "democratic life meeting paper"),
    "organisational-life-meeting": Label("组织生活会材料", "organisational life meeting paper"),
    "duty-report": Label("述责述廉报告", "report on duties and integrity"),
    "responsibility-report": Label("主体责任报告", "report on principal responsibility"),
    "lecture": Label("党课讲稿", "Party lecture"),
    "minutes": Label("会议记录", "minutes"),
    "request": Label("请示与批复", "request and reply"),
    "rectification-report": Label("整改报告", "rectification report"),
    "programme": Label("工作方案", "programme of an activity"),
    "resolution": Label("决议", "resolution"),
    "talk-record": Label("谈心谈话记录", "record of a talk"),
    "application": Label("入党申请书", "application for membership"),
    "thought-report": Label("思想汇报", "thought report"),
    "other": Label("其他材料", "other paper"),
}
ADMIN_LEVELS: dict[str, Label] = {
    "county": Label("县", "county"),
    "township": Label("乡镇（街道）", "township"),
    "village": Label("村（社区）", "village"),
    "branch": Label("党支部", "Party branch"),
    "blank": Label("待填", "to be filled in"),
}

ID_PATTERN = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
TEXT_ID_PATTERN = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*@\d{4}-\d{2}-\d{2}$")


def _is_provision(text: str) -> str:
    """What the pattern lets through may still be no number: 第百条."""
    try:
        parse_provision(text)
    except ValueError:
        raise ValueError(f"“{text}”里的数字不成数") from None
    return text


Slug = Annotated[str, StringConstraints(pattern=ID_PATTERN.pattern, max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sentence = Annotated[str, StringConstraints(min_length=4, max_length=160, strip_whitespace=True)]
EnglishSentence = Annotated[
    str, StringConstraints(min_length=4, max_length=400, strip_whitespace=True)
]
Wording = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
"""A set formulation given word for word; the only place where official words are repeated."""
Counts = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\+\d{1,2})*$")]
ArticleRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^(总纲|序言|第[〇零一二三四五六七八九十百]+(条|部分)"
        r"(之[一二三四五六七八九十]+)?(第[一二三四五六七八九十]+款)?"
        r"(第[（(]?[一二三四五六七八九十]+[）)]?项)?)$"
    ),
    AfterValidator(_is_provision),
]
"""An article the way papers write it: `第十六条`, `第五条第一款第（二）项`, `总纲`, `第三部分`."""
Level = Literal["text", "secondary", "unverified"]


class Strict(BaseModel):
    """Frozen, and an unknown key is an error: a misspelt field must not vanish silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(Strict):
    """Where a fact is to be read: a regulation (with its article) or another document."""

    regulation: Slug | None = Field(None, description="党内法规的编号（文件名）")
    article: ArticleRef | None = Field(None, description="条款，如 第十六条、第五条第一款")
    document: Text | None = Field(None, description="其他文件或会议、讲话的名称")
    date: dt.date | None = Field(None, description="文件日期，年-月-日")
    level: Level = Field(
        description="核对程度：text 已核原文，secondary 据可靠转述，unverified 待核"
    )
    note: Text | None = Field(None, description="补充说明")

    @model_validator(mode="after")
    def _one_kind(self) -> Source:
        if (self.regulation is None) == (self.document is None):
            raise ValueError(
                "出处要么写 regulation（党内法规），要么写 document（其他文件），二者必居其一"
            )
        if self.article and not self.regulation:
            raise ValueError("写了 article（条款）就必须写 regulation（党内法规）")
        return self


class Member(Strict):
    """One member of a numbered formulation, in its official order."""

    wording: Wording = Field(description="成员的规范表述，不超过60字")
    english: Text | None = Field(None, description="英文")
    term: Slug | None = Field(None, description="该成员自己的词条编号")
    note: Text | None = Field(None, description="一句说明")


class English(Strict):
    """The English side of a term."""

    term: Text = Field(description="英文译名")
    definition: EnglishSentence = Field(description="英文一句话释义")
    official: bool = Field(description="是否官方译法")
    aliases: tuple[Text, ...] = Field((), description="其他英文说法")
    body: Text | None = Field(None, description="英文补充说明（Markdown）")


class FirstSeen(Strict):
    """When and where a formulation first appeared, as far as evidenced."""

    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] = Field(
        description="时间：年、年-月或年-月-日（加引号）"
    )
    document: Text = Field(description="首见文件或场合")
    level: Level = Field(description="核对程度")


class WrongVariant(Strict):
    """A wording that papers should not use, and why."""

    variant: Text = Field(description="不规范写法")
    why: Text = Field(description="为什么不规范，应怎样写")


class MatchRule(Strict):
    """When a short or ambiguous word counts as a mention."""

    in_quotes: bool = Field(True, description="加引号时才算")
    phrases: tuple[Text, ...] = Field((), description="出现在这些词组里时也算")


class LintOff(Strict):
    """A rule of `kb lint` that is switched off for a page."""

    rule: Slug = Field(description="规则编号，见“检查规则”")
    reason: Annotated[Text, Field(min_length=2)] = Field(description="理由，必填")


class Record(Strict):
    """What every record has."""

    TYPE: ClassVar[str]
    FOLDER: ClassVar[str]
    id: Slug = Field(description="编号，与文件名相同（小写拼音或英文，用短横线连接）")
    lint: tuple[LintOff, ...] = Field(
        default=(), description="这一页不查的规则（kb lint），每条写 rule 和 reason（理由）"
    )


class Verified(Record):
    """A record whose facts carry a level of verification."""

    verified: Level = Field(description="总的核对程度")
    verified_on: dt.date = Field(description="核对日期")


class Term(Verified):
    """A formulation, institution or saying: one bilingual record."""

    TYPE: ClassVar[str] = "term"
    FOLDER: ClassVar[str] = "terms"

    type: Literal["term"]
    term: Text = Field(description="提法本身，不加引号")
    aliases: tuple[Text, ...] = Field((), max_length=12, description="同义写法、简称，最多12个")
    pinyin: Text | None = Field(None, description="读音有误时手工填写，音节间加空格")
    kind: Literal[*TERM_KINDS] = Field(description="类型")  # type: ignore[valid-type]
    category: Literal[*CATEGORIES] = Field(description="类别")  # type: ignore[valid-type]
    counts: Counts | None = Field(None, description="数目，如 4、3+1、1+4；与成员数必须相符")
    members: tuple[Member, ...] | Literal["unknown"] = Field(
        (), description="成员，按规范顺序；地方用语无公开释义的写 unknown"
    )
    definition: Sentence = Field(description="一句话释义（提示框里显示），不超过160字")
    english: English = Field(description="英文")
    sources: tuple[Source, ...] = Field((), description="出处")
    first_seen: FirstSeen | None = Field(None, description="首见")
    status: Literal[*TERM_STATUSES] = Field(description="状态")  # type: ignore[valid-type]
    superseded_by: Slug | None = Field(None, description="被哪个词条取代")
    wrong: tuple[WrongVariant, ...] = Field((), description="常见误写")
    related: tuple[Slug, ...] = Field((), description="相关词条编号")
    senses: tuple[Slug, ...] = Field((), description="同一写法的其他含义（词条编号），须互相写明")
    match: Literal["always"] | MatchRule = Field(
        "always", description="何时算提及；容易混淆的短词只在引号内或指定词组中算"
    )

    never_in: tuple[Text, ...] = Field(
        (), description="出现在这些词组里时不算提及，如“党委会同”里的“党委会”"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Term:
        if self.kind == "numbered" and self.counts is None:
            raise ValueError("数字提法必须写 counts（数目）")
        if self.members == "unknown":
            if self.status != "local":
                raise ValueError("members: unknown 只允许用于 status: local（地方用语）")
        elif self.counts is not None:
            expected = sum(int(part) for part in self.counts.split("+"))
            if len(self.members) != expected:
                found = len(self.members)
                raise ValueError(
                    f"counts 写的是 {self.counts}（共{expected}项），members 有{found}项"
                )
        if (self.status == "superseded") != (self.superseded_by is not None):
            raise ValueError("status: superseded 与 superseded_by 必须同时写")
        return self

    @property
    def known_members(self) -> tuple[Member, ...]:
        """The members, empty where they are unknown."""
        return () if self.members == "unknown" else self.members


class Revision(Strict):
    """One dated text of a regulation."""

    date: dt.date = Field(description="版本日期（通过、修订或印发日期）")
    label: Text = Field(description="版本名称，如 2023年修订")
    issued: dt.date | None = Field(None, description="发布日期")
    effective: dt.date | None = Field(None, description="施行日期")
    articles: int | None = Field(None, ge=1, le=999, description="条数；没有依据就留空")
    chapters: int | None = Field(None, ge=1, le=99, description="章数")
    parts: int | None = Field(None, ge=1, le=99, description="编数，或准则的部分数")
    preamble: bool = Field(False, description="有总纲或序言")
    level: Level = Field(description="核对程度")

    @property
    def name(self) -> str:
        """The label as a citation gives it, without a remark of ours in brackets at its end."""
        return re.sub(r"（[^（）]*）$", "", self.label)


class Regulation(Verified):
    """A Party regulation, with its revisions; the body holds our digest of its articles."""

    TYPE: ClassVar[str] = "regulation"
    FOLDER: ClassVar[str] = "regulations"

    type: Literal["regulation"]
    title: Text = Field(description="全称，不加书名号")
    short: tuple[Text, ...] = Field((), description="公文里常用的简称")
    rank: Literal[*RANKS] = Field(description="名称等级")  # type: ignore[valid-type]
    board: Literal[*BOARDS] | None = Field(  # type: ignore[valid-type]
        None, description="“1+4”体系中的板块；没有依据就留空"
    )
    issuer: Text | None = Field(None, description="制定机关；没有依据就留空")
    issued: dt.date | None = Field(None, description="现行版本发布日期")
    effective: dt.date | None = Field(None, description="现行版本施行日期")
    revisions: tuple[Revision, ...] = Field((), description="各版本，新的在前")
    status: Literal[*REGULATION_STATUSES] = Field(description="效力")  # type: ignore[valid-type]
    superseded_by: Slug | None = Field(None, description="被哪部法规取代")
    english: Text | None = Field(None, description="英文名称")
    summary: Sentence = Field(description="一句话说明它管什么，不超过160字")

    @property
    def current(self) -> Revision | None:
        """The newest revision, or None where no revision is recorded."""
        return max(self.revisions, key=lambda revision: revision.date, default=None)


class OfficialText(Record):
    """The official text of one revision, imported; the body holds its provisions."""

    TYPE: ClassVar[str] = "text"
    FOLDER: ClassVar[str] = "regulations/texts"

    id: Annotated[str, StringConstraints(pattern=TEXT_ID_PATTERN.pattern, max_length=80)] = Field(
        description="编号，与文件名相同：法规编号@版本日期"
    )
    type: Literal["text"]
    regulation: Slug = Field(description="党内法规的编号（文件名）")
    revision: dt.date = Field(description="版本日期，与法规 revisions 里的一致")
    title: Text = Field(description="原文的标题")
    note: Text | None = Field(None, description="原文的题注（通过、修订、发布日期）")
    imported_from: Text | None = Field(None, description="原文件名")
    imported_on: dt.date | None = Field(None, description="导入日期")

    @model_validator(mode="after")
    def _named_after_revision(self) -> OfficialText:
        if self.id != text_id(self.regulation, self.revision):
            raise ValueError("id 必须是 regulation、@、revision 三者相连")
        return self


def text_id(regulation: str, revision: dt.date) -> str:
    """The id of a revision's official text: `zhibu-gongzuo-tiaoli@2018-10-28`."""
    return f"{regulation}@{revision}"


class Clause(Strict):
    """An article that stands behind a prohibition or a measure."""

    regulation: Slug = Field(description="党内法规编号")
    article: ArticleRef = Field(description="条款")


class Prohibition(Strict):
    """One item of a prohibition list."""

    wording: Wording = Field(description="条目的表述，不超过60字")
    english: Text = Field(description="英文")
    plain: Text = Field(description="用大白话说清它禁止什么")
    clauses: tuple[Clause, ...] = Field((), description="背后的条款")
    form: Annotated[int, Field(ge=1, le=4)] | None = Field(
        None, description="通常对应“四种形态”第几种（1—4）"
    )
    consequence: Text | None = Field(None, description="通常的处理")
    example: Text | None = Field(None, description="虚构例子，不出现真实姓名")
    report_wording: Text | None = Field(None, description="报告里怎样写")


class ProhibitionList(Verified):
    """A list of prohibitions, such as a model 十不准 or negative list."""

    TYPE: ClassVar[str] = "list"
    FOLDER: ClassVar[str] = "discipline"

    type: Literal["list"]
    title: Text = Field(description="清单名称")
    english: Text = Field(description="英文名称")
    term: Slug | None = Field(None, description="对应的词条编号")
    status: Literal["model", "official", "local"] = Field(
        description="model 示范文本，official 正式文件，local 地方用语"
    )
    counts: Counts = Field(description="条数")
    items: tuple[Prohibition, ...] = Field(description="条目，按顺序")
    sources: tuple[Source, ...] = Field((), description="出处")

    @model_validator(mode="after")
    def _counted(self) -> ProhibitionList:
        expected = sum(int(part) for part in self.counts.split("+"))
        if len(self.items) != expected:
            raise ValueError(f"counts 写的是 {self.counts}，items 却有{len(self.items)}项")
        return self


class FormMeasure(Strict):
    """A measure used in one of the four forms."""

    name: Wording = Field(description="措施名称")
    english: Text = Field(description="英文")
    term: Slug | None = Field(None, description="词条编号")
    organ: Text = Field(description="由谁作出、怎样批准")
    clauses: tuple[Clause, ...] = Field((), description="依据的条款")
    effect: Text | None = Field(None, description="对本人的影响、期限")
    mistaken_for: Text | None = Field(None, description="容易与什么混淆")


class FourFormsPage(Verified):
    """One of the four forms of oversight and discipline enforcement."""

    TYPE: ClassVar[str] = "form"
    FOLDER: ClassVar[str] = "discipline"

    type: Literal["form"]
    number: Annotated[int, Field(ge=1, le=4)] = Field(description="第几种形态")
    title: Text = Field(description="页面标题")
    english: Text = Field(description="英文标题")
    wording: Wording = Field(description="条例原话（不超过60字）")
    summary: Sentence = Field(description="一句话说明")
    measures: tuple[FormMeasure, ...] = Field(min_length=1, description="措施")
    sources: tuple[Source, ...] = Field(description="出处")


class Report(Record):
    """An example or imported paper."""

    TYPE: ClassVar[str] = "report"
    FOLDER: ClassVar[str] = "reports"

    type: Literal["report"]
    title: Text = Field(description="标题")
    genre: Literal[*REPORT_GENRES] = Field(description="文种")  # type: ignore[valid-type]
    level: Literal[*ADMIN_LEVELS] = Field(description="层级")  # type: ignore[valid-type]
    period: Text | None = Field(None, description="所属时期，如 2025年")
    status: Literal["example", "imported"] = Field(
        description="example 本库编写的范例，imported 导入的材料"
    )
    summary: Sentence | None = Field(None, description="一句话说明")
    imported_from: Text | None = Field(None, description="原文件名")
    imported_on: dt.date | None = Field(None, description="导入日期")
    imported_digest: Text | None = Field(
        None, description="原文件的校验码；原文件没有变化时不再导入，不要改"
    )


class GenreSection(Strict):
    """One part that papers of a genre have."""

    name: Annotated[Text, Field(max_length=24)] = Field(description="这一部分叫什么，不超过24字")
    english: Text = Field(description="英文")
    required: bool = Field(description="true 必须有（有规定，或缺了就不成这种材料），false 常有")
    must: Text = Field(description="要写什么，用自己的话")
    keys: tuple[Text, ...] = Field(
        min_length=1, description="标题或正文里出现其中一个词，就算有这一部分"
    )
    clauses: tuple[Clause, ...] = Field((), description="要求写它的条款；没有核到就留空")
    terms: tuple[Slug, ...] = Field((), description="通常用到的提法（词条编号）")


class Genre(Verified):
    """What papers of one genre must hold, and which rule says so."""

    TYPE: ClassVar[str] = "genre"
    FOLDER: ClassVar[str] = "reports/genres"

    id: Literal[*REPORT_GENRES] = Field(  # type: ignore[valid-type]
        description="文种，与文件名相同"
    )
    type: Literal["genre"]
    title: Text = Field(description="标题，如 述责述廉报告怎么写")
    english: Text = Field(description="英文标题")
    summary: Sentence = Field(description="一句话说明，不超过160字")
    english_summary: EnglishSentence = Field(description="英文一句话说明")
    who: Text = Field(description="谁来写")
    when: Text = Field(description="什么时候写")
    clauses: tuple[Clause, ...] = Field((), description="要求写这种材料的条款；没有核到就留空")
    sections: tuple[GenreSection, ...] = Field(min_length=1, description="各部分，按次序")


class Step(Strict):
    """One step of a guide: a box of its flow picture."""

    do: Annotated[Text, Field(max_length=24)] = Field(description="做什么，不超过24字")
    who: Annotated[Text, Field(max_length=20)] | None = Field(None, description="谁来做")
    when: Annotated[Text, Field(max_length=20)] | None = Field(None, description="期限、间隔")
    clause: Clause | None = Field(None, description="依据的条款")


class Guide(Verified):
    """A how-to for one piece of Party work."""

    TYPE: ClassVar[str] = "guide"
    FOLDER: ClassVar[str] = "guides"

    type: Literal["guide"]
    title: Text = Field(description="标题")
    summary: Sentence = Field(description="一句话说明")
    who: Text = Field(description="谁来做")
    when: Text = Field(description="什么时候做、多久一次")
    steps: tuple[Step, ...] = Field((), max_length=20, description="步骤，画成流程图")
    checklist: tuple[Text, ...] = Field((), description="核对清单，一条一句")
    clauses: tuple[Clause, ...] = Field((), description="依据的条款")
    terms: tuple[Slug, ...] = Field((), description="相关词条编号")


RECORD_TYPES: dict[str, type[Record]] = {
    model.TYPE: model
    for model in (
        Term,
        Regulation,
        ProhibitionList,
        FourFormsPage,
        Report,
        Genre,
        Guide,
        OfficialText,
    )
}
AnyRecord = (
    Term | Regulation | ProhibitionList | FourFormsPage | Report | Genre | Guide | OfficialText
)
