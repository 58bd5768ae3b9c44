"""Names of persons in notices and reports of cases, which are not to be published as they are.

A name is a surname and one or two characters more that make no word, between what stands before
and behind the names of persons; one of the two must be sure, and the sentence must tell of a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Document
from .finding import Draft
from .tools import HAN, Tools

_CASE: Final = re.compile(
    r"(?:警告|记过|撤职|降级|开除|留党察看|撤销党内职务|政务|党纪|纪律|组织|从重|从轻)处[分理罚]|受到?[^。]{0,14}(?:处分|警告|处理|诫勉)"
    r"|开除[党公][籍职]|留党察看|(?:党内|严重|政务)警告|双开|立案|严重违[纪法]|违[纪法]|涉嫌|收受|受贿|行贿|贿赂|贪污|挪用"
    r"|侵占|侵吞|套取|骗取|冒领|截留|私分|虚报|违规(?!定)|酒[后驾]|醉驾|赌博|嫖娼|吸毒|诫勉|批评教育|通报批评|留置"
    r"|未交纳党费|不交党费|组织处理|依法处理|举报|罚款|违反|吃拿卡要|优亲厚友|责令|失职|渎职|公款|公车私用|免职|移送|检讨|判处|有期徒刑|被(?:查|举报|约谈|问责)|问责|谈话函询|私车公养|弄虚作假"
    r"|好处费|礼金|礼品|红包|购物卡|克扣|虚假|私自|证人|擅离职守|代为领取|送[给去][^,。;]{0,10}(?:现金|元|烟|酒)|未交|履职不力|不正之风|警示|被查|案发|留置|立案|冒用|伪造|涉案|另案|调查组|申诉|索要|谈话提醒|提醒谈话|劝其退党|劝退|除名"
)
"""A sentence with one of these tells of a case."""
_NOTICE: Final = re.compile(
    r"典型(?:案例|问题|案件)|【案例|案例[一二三四五六1-9]|案例剖析|(?:问题|案件|案例|处理情况)[^。]{0,6}通报|通报曝光|处分决定|案情|警示录|忏悔|违[纪法].{0,8}(?:通报|案例)"
)
"""A heading with one of these stands over cases."""
_PRAISE: Final = re.compile(
    "(?:建国|新中国成立)初期|先进事迹|先进典型|的事迹|英雄|楷模|承办|表扬|表彰|荣获"
)
"""A sentence with one of these names somebody to his credit."""
_VITA: Final = re.compile(r",[男女],(?:[^,。]{1,4}族,)?\d{4}年")
"""Under such a heading the person is introduced by the year of birth."""
_SURNAMES: Final = (
    "(?:欧阳|司马|上官|诸葛|皇甫|东方|尉迟|夏侯|慕容|司徒|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董"
    "袁潘于蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史高陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康"
    "施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季成霍苗裴涂谷曲盛解游辛骆路祁卞费栾穆闵褚甄冀娄晏柴窦隋卓屠巩仇蓝桑桂瞿阎詹荆佟鞠卜晋])"
)
_OFFICE: Final = (
    r"(?:书记|主任|局长|镇长|乡长|县长|区长|市长|处长|科长|股长|所长|站长|院长|校长|队长|组长|厂长|经理|主席|会长|委员|干事|干部|会计|出纳"
    r"|文书|党员|村民|居民|职工|教师|医生|民警|科员|主任科员|员|所有人|负责人|老板|秘书|司机|专干|师|承包[商人]|人员|儿媳|儿子|女儿|护士|网格长|妻子|丈夫|亲属|同事|对象|群众|老人|证人|举报人|信访人|反映人|申请人|上访人|控告人|投诉人"
    r"|帮扶人|受害人|被害人|知情人|经办人|介绍人|责任人|中间人|法定代表人|户主|监测户|低保户|脱贫户|贫困户|五保户|业主|商户|学生|父亲|母亲|岳父|岳母|哥哥|弟弟|姐姐|妹妹|胞弟|胞兄|妻弟"
    r"|侄子|侄女|外甥|表[弟哥]|堂[弟哥]|女婿|姐夫|妹夫|[之其][子女妻父母弟兄妹姐]|辅警|保安|店主|包工头|施工员|出纳员|网格员|护林员)"
)
_BEFORE_SURE: Final = re.compile(
    rf"(?:{_OFFICE}(?:\([^()]{{1,12}}\))?|(?<![绝面相应反])对|给予|关于|经查,|查明,|查实,|大名|名叫|违纪人员|涉案人员|当事人|被告人|嫌疑人|被审查人|将|署名为?|化名|名为|任[^,。;]{{2,12}}的)(?:[为系是])?[:\s]?$"
)
_BEFORE: Final = re.compile(r"(?:^|[,。;:、(\"!?\s】\]]|[由与和同向给送为被让]|\d[.、)]|年|月|日)$")
_BEHIND_SURE: Final = re.compile(
    r"同志(?!们|作|主持|强调|指出|讲|传达|宣读|通报|出席|带队|汇报|介绍)|等(?:\d+|[两二三四五六七八九十]+)名?人|,[男女],|[(,](?:男|女|汉族|中共党员|群众|\d{4}年|时任|系|原)"
    r"|(?:因|利用|违规|系(?!统|列|数)|违反|违纪|违法|收受|索[取要]|严重违|涉嫌|身为|擅自|私自|酒后|醉酒|套取|虚报|冒领|挪用|侵占|贪污|截留|骗取|受到|被(?!子)|履职不力|失职|在担任|在任|任职|案|冒名|套取|私分|虚列|之[子女妻父母弟兄]|证实|指认|举报|反映|控告|实名|陈述|向[^,。;]{1,14}(?:送|借|索)|名下)"
)
_BEHIND: Final = re.compile(
    r"(?:$|[,。;、):(\"]|[在于受任为先多以用借将向把对不未与和等的]|(?:接受|作为|通过|组织|参与|先后|多次|公款|党内|政务|行政|开除|留党|撤|诫勉|存在|进行|予以|立案|工作|生活|问题|一案|送去|送给|行贿|到|请求|曾|也|仍|又|已|及其|夫妇|一家|等人|等|负有|承认|擅|长期|目无|自己|逢|私|明知|趁|多年|在职|骗|帮助|隐瞒))"
)
_LONG: Final = re.compile(rf"{_SURNAMES}[{HAN}]{{2}}")
_SHORT: Final = re.compile(rf"{_SURNAMES}[{HAN}]")
_NEVER: Final = re.compile(
    r"[某的了是在和与及或等不因被把受其这那有为对将向从由于以之各所最更也都就]|[村镇县市区乡街组屯庄社局院厂家河山路桥湖州省部委办办站所校]$|(?:总|主任|书记|局|处|科|镇长|县长|支书|会计|老师|姓|氏)$"
)
"""What no name holds, or ends with."""
_SIGNED: Final = re.compile("署名为?$")
_ON_DUTY: Final = re.compile(
    r"(?:在[^,。;]{0,14}?)?(?:主持|宣读|作(?:了)?(?:表态|动员|讲|点评|总结|辅导|警示|报告|部署)|讲授|传达|强调|指出|要求|出席|带队|汇报|通报|部署|带领)"
)
"""What is told of those who speak of a case."""
_NEVER_EVEN_SO: Final = re.compile(
    r"[某的了是在和与及或等不因被把受这那对将从向由于以所更也都就]|[村镇县市区乡街组屯庄社局院厂委部站所校员]$|(?:总|主任|书记|支书|会计|老师)$"
)
"""The same behind an office: 林海, 郑有才."""
_RATHER_WORDS: Final = "于和向时常明成单安方管关应从平包季盛解"
"""Surnames that are mostly something else."""
_SENTENCE: Final = re.compile("[^。!?\n]+")
_FIX: Final = "改为“某”或者只写职务；经批准点名的，在文中写明理由关闭这条规则。"


def check_case_name(document: Document, tools: Tools) -> Iterator[Draft]:
    """Persons by name where a case is told."""
    if not _CASE.search(document.whole):
        return
    notice = bool(_NOTICE.search(document.whole))
    for block, text in enumerate(document.folded):
        for sentence in _SENTENCE.finditer(text):
            told = _CASE.search(sentence[0]) or (
                notice and (_NOTICE.search(sentence[0]) or _VITA.search(sentence[0]))
            )
            if not told or _PRAISE.search(sentence[0]):
                continue
            end = 0
            for at in range(len(sentence[0])):
                name = _name(sentence[0], at, tools, document.whole) if at >= end else ""
                if name:
                    end = at + len(name)
                    start = sentence.start() + at
                    what = f"讲案件的句子里有姓名“{name}”。"
                    yield Draft(block, start, start + len(name), what, _FIX)


def _name(text: str, at: int, tools: Tools, whole: str) -> str:
    """The name that begins at a place, if one does."""
    short = _SHORT.match(text, at)
    before = text[max(0, at - 16) : at]
    pair = text[max(0, at - 1) : at + 1]  # 对方|财物
    across = pair in tools.lexicon.words and pair in tools.lexicon.attested
    if not short or (across and not _SIGNED.search(before)):
        return ""
    sure = bool(_BEFORE_SURE.search(before))
    if not sure and not _BEFORE.search(before):
        return ""
    long = _LONG.match(text, at)
    if long and _is_said_again(long[0], text[at : at + 4], whole, tools):
        return long[0]
    for found, surely in ((short, True), (long, True), (long, False), (short, False)):
        if not found or (not sure and not surely):
            continue
        behind = _BEHIND_SURE if surely else _BEHIND
        if sure and _ON_DUTY.match(text, found.end()):
            return ""
        if behind.match(text, found.end()) and _may_be(found[0], text[at:], tools, sure=sure):
            return found[0]
    return _between_words(text, at, tools) if sure else ""


def _between_words(text: str, at: int, tools: Tools) -> str:
    """Behind an office or the like: a surname and what is left before the next word."""
    words = tools.lexicon.words
    pair = text[at : at + 2]
    if text[at] in _RATHER_WORDS or (pair in words and pair in tools.lexicon.attested):
        return ""
    if any(text[at : at + size] in words for size in (3, 4)):
        return ""
    for pattern in (_LONG, _SHORT):
        name = pattern.match(text, at)
        if (
            not name
            or name[0] in words
            or _NEVER_EVEN_SO.search(name[0])
            or _ON_DUTY.match(text, name.end())
        ):
            continue
        rest = text[name.end() :]
        if rest[:1] in ("(", ",", "、") or any(rest[:size] in words for size in (2, 3, 4)):
            return name[0]
    return ""


def _is_said_again(name: str, more: str, whole: str, tools: Tools) -> bool:
    """Nothing but a name is no word and is said twice, with something else behind it: 管党治|党."""
    count = whole.count(name)
    return count > 1 and _may_be(name, more, tools) and whole.count(more) != count


def _may_be(name: str, text: str, tools: Tools, *, sure: bool = False) -> bool:
    """Whether it is no word, and no word begins with it or in it."""
    words = tools.lexicon.words
    if _NEVER.search(name) or name in words:
        return False
    if name[:2] in words and (not sure or name[:2] in tools.lexicon.attested):
        return False
    across = text[len(name) - 1 : len(name) + 1]
    return not (len(name) == 2 and across in words and name in tools.lexicon.attested)
