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
)
"""A sentence with one of these tells of a case."""
_NOTICE: Final = re.compile(
    r"典型(?:案例|问题|案件)|案例剖析|(?:问题|案件|案例)[^。]{0,6}通报|通报曝光|处分决定|案情|警示录|忏悔|违[纪法].{0,8}(?:通报|案例)"
)
"""A heading with one of these stands over cases."""
_PRAISE: Final = re.compile("先进事迹|英雄|楷模|承办|表扬|表彰|荣获")
"""A sentence with one of these names somebody to his credit."""
_VITA: Final = re.compile(r",[男女],(?:[^,。]{1,4}族,)?\d{4}年")
"""Under such a heading the person is introduced by the year of birth."""
_SURNAMES: Final = (
    "(?:欧阳|司马|上官|诸葛|皇甫|东方|尉迟|夏侯|慕容|司徒|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董"
    "袁潘于蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康"
    "施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季成霍苗裴涂谷曲盛解游辛骆路祁卞])"
)
_OFFICE: Final = (
    r"(?:书记|主任|局长|镇长|乡长|县长|区长|市长|处长|科长|股长|所长|站长|院长|校长|队长|组长|厂长|经理|主席|会长|委员|干事|干部|会计|出纳"
    r"|文书|党员|村民|居民|职工|教师|医生|民警|科员|主任科员|员|所有人|负责人|老板|秘书|司机|专干|师|承包[商人]|儿媳|儿子|女儿|护士|网格长|妻子|丈夫|之子|亲属|同事|对象)"
)
_BEFORE_SURE: Final = re.compile(
    rf"(?:{_OFFICE}(?:\([^()]{{1,12}}\))?|(?<![绝面相应反])对|给予|关于|经查,|查明,|查实,|大名|名叫|违纪人员|涉案人员|当事人|被告人|嫌疑人|被审查人|将)[:\s]?$"
)
_BEFORE: Final = re.compile(r"(?:^|[,。;:、(\"!?\s】\]]|[由与和同向给送为被让]|\d[.、)]|年|月|日)$")
_BEHIND_SURE: Final = re.compile(
    r"同志(?!们|作|主持|强调|指出|讲|传达|宣读|通报|出席|带队|汇报|介绍)|等(?:\d+|[两二三四五六七八九十]+)名?人|,[男女],|[(,](?:男|女|汉族|中共党员|群众|\d{4}年|时任|系|原)"
    r"|(?:因|利用|违规|系(?!统|列|数)|违反|违纪|违法|收受|索[取要]|严重违|涉嫌|身为|擅自|私自|酒后|醉酒|套取|虚报|冒领|挪用|侵占|贪污|截留|骗取|受到|被(?!子)|履职不力|失职|在担任|在任|任职|案)"
)
_BEHIND: Final = re.compile(
    r"(?:$|[,。;、):(\"]|[在于受任为先多以用借将向把对不未与和等的]|(?:接受|作为|通过|组织|参与|先后|多次|公款|党内|政务|行政|开除|留党|撤|诫勉|存在|进行|予以|立案|工作|生活|问题|一案|负有|承认|擅|长期|目无|自己|逢|私|明知|趁|多年|在职|骗|帮助|隐瞒))"
)
_LONG: Final = re.compile(rf"{_SURNAMES}[{HAN}]{{2}}")
_SHORT: Final = re.compile(rf"{_SURNAMES}[{HAN}]")
_NEVER: Final = re.compile(
    r"[某的了是在和与及或等不因被把受其这那有为对将向从由于以之各所最更也都就]|[村镇县市区乡街组屯庄社局院厂家河山路桥湖州省部委办办站所校]$|(?:总|主任|书记|局|处|科|镇长|县长|支书|会计|老师|姓|氏)$"
)
"""What no name holds, or ends with."""
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
    if not short or text[max(0, at - 1) : at + 1] in tools.lexicon.words:  # 对方|财物
        return ""
    before = text[max(0, at - 16) : at]
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
        if behind.match(text, found.end()) and _may_be(found[0], text[at:], tools):
            return found[0]
    return ""


def _is_said_again(name: str, more: str, whole: str, tools: Tools) -> bool:
    """Nothing but a name is no word and is said twice, with something else behind it: 管党治|党."""
    count = whole.count(name)
    return count > 1 and _may_be(name, more, tools) and whole.count(more) != count


def _may_be(name: str, text: str, tools: Tools) -> bool:
    """Whether it is no word, and no word begins with it or in it."""
    words = tools.lexicon.words
    if _NEVER.search(name) or name in words or name[:2] in words:
        return False
    across = text[len(name) - 1 : len(name) + 1]
    return not (len(name) == 2 and across in words and name in tools.lexicon.attested)
