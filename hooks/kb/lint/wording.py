"""Rules on characters: blanks, lost numbers, doubled words, quotes that do not close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Document, Kind
from .enumeration import STYLES, number_at_start
from .finding import Draft
from .lexicon import MIN_PHRASE, MISSING_COST
from .tools import HAN, Tools, scan

_FAMILIES: Final = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶"
    "程苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯"
)
"""张某某 is somebody whose name is kept back, and no blank."""
_BLANK: Final = re.compile(
    r"(?<![*\dA-Za-z标注])\*{2,}(?![*\d])(?![^*,。、]{1,12}\*\*:)(?!:)|(?<=\d)\*{1,2}(?=年)"
    r"|(?<![A-Za-z\d×])(?<!称\")(?<![王李张刘陈赵吴周徐孙朱胡郭罗郑梁谢宋唐韩冯邓曹彭曾肖董袁潘蒋蔡])×{2,}(?![\d×])"
    r"|(?<![A-Za-z\d])[Xx]{2,}(?![A-Za-z]|-\d)|_{2,}|〇{2,}|○{2,}|□{2,}"
    r"|△{2,}"
    rf"|(?<![{_FAMILIES}\"])(?:某某)+(?!人(?!民))|(?:某某)+(?=[省市县区乡镇村社局部门单公学])"
    r"|[×Xx○*](?=[年月日名个人次件项场]|省|市|县|乡|镇|村|同志|党委|党支部)(?<![A-Za-z\d].)"
    r"|(?:\.{3,}|…{1,2}|-{2,})(?=[年月日名个人次件项户%])|\?{2,}(?=[%名个人公万亿年月日次])"
    r"|\{\{[^{}\n]*\}\}|#{2,}(?=[万亿元名个人户亩次年月日])|(?<![A-Za-z])TB[DC](?![A-Za-z])"
    rf"|(?<=[{HAN}]) [Nn] (?=[次个名场件人户])|^(?:待补充?|待完善|待定|待填写?)。?$"
    r"|\([^()]{0,14}(?:待核|待定|请[^()]{0,14}(?:补上|提供|核实|补充|填写))[^()]{0,8}\)"
    r"|【[镇村县乡局单部][^】]{0,6}(?:名|位|门|称)】|(?<=[的由经报])\((?:单位名称|村名|乡镇名称|姓名|职务)\)(?=[一-鿿])"
    r"|(?<![\dA-Za-z])20[Xx×*_]{2}(?=年)|[\[〔【]20 *[\]〕】]"
    r"|(?<=[\]〕]) +号|(?<=[员长任记])\(姓名\)"
    r"|(?:\.{3,}|…+)(?=同志)|\(此处(?:插入|补充?|填写?|加)[^()]*\)|(?:会议地点|会议时间|主持人|记录人|列席人员|缺席人员):$"
    r"|(?<=[为由在向对])\((?:村名|姓名|单位|地名|数字|日期|人数|金额|时间)\)"
    r"|\([^()]{0,12}(?:待核实|后再填|后补|请[^()]{0,10}(?:核实|补充|填写))[^()]{0,8}\)"
    r"|[(\[【](?:待填写?|待补充?|待定|待核实?|此处(?:填写?|补充?)[^)\]】]{0,12}|填写[^)\]】]{0,12}|TODO)[)\]】]"
    r"|(?<=[共有第年月至到约达]) {2,}(?=[年月日名个人次件项])|\( +\)"
    r"|(?<=年) +(?=月)|(?<=月) +(?=日)|\[ {2,}\]"
    rf"|(?<=[{HAN}])\[ ?\](?=[{HAN}])|(?<=[发字办函])[\[【] *[\]】]"
    rf"|[\[【][{HAN}]{{0,6}}(?:姓名|单位|名称|时间|日期|地点|职务|数字|金额|人数)[\]】]"
    r"|(?<=[员表众部民]) {2,}(?=[名人][,。;、])|(?<=[人长员持间点席]:) {2,}(?=[,。;])"
    rf"|(?<=[{HAN}]) +(?=(?:万元|亿元|公里|亩|平方米|个百分点)[,。;])"
    rf"|(?<=[{HAN}])[Nn](?=[个名件次项户场人元亩](?!方))"
    rf"|〔[{HAN}]{{0,6}}(?:姓名|单位|名称|时间|日期|地点|职务|数字|金额|人数|村名)〕"
    r"|(?:\.{3,}|…{1,2})(?=[座处起场份元万亿条例家批吨斤亩])|\((?:此处|这里)[^()]{0,20}\)"
    r"|\"待(?:补充|定|填写?|完善|核实)\"|(?<=[于在到至约共计达])\?(?=[一-鿿])"
    r"|\([^()]{0,6}(?:姓名|名字|职务|称呼)\)(?=[一-鿿])"
)
_UNIT: Final = (
    "人次|件次|批次|场次|万元|亿元|万人|万户|个百分点"
    "|名|件|次|项|场|条|户|例|起|篇|份|期|批|个|元|人|%|亩|公里"
)
_LOST: Final = (
    (re.compile(r"、(?=等(?![次级候额距效])|[,。;:!?)])"), "“{0}”前面少了一项，或多了顿号"),
    (re.compile(r"(?<=[、,;:])、|(?<=[(:])、"), "“{0}”旁边少了一项，或多了顿号"),
    (re.compile(r"[,;:][,。;:](?!\))|。[,。;、](?!。)"), "标点“{0}”连用，中间可能漏了字"),
    (
        re.compile(
            rf"(?<=[、,;:。和])(?:{_UNIT})(?=进行|受到?|被|给予|参加|获|完成|实施|移送|通过|得到|作了|作出|接受|签订|发言|缺席|请假|转正|入党|出席|列席|到会)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            rf"(?:开展|召开|举办|培训|走访|发放|整改|发展|处分|排查|查处|慰问|收集|化解|受理|立案|完成|共计|累计|征集|印发|新增|处理|提醒|约谈|组织|报送|录用|表彰|通报|曝光|移送|处置|调解|清退|选派|吸纳|初核|建成|新建|制定|梳理|学习|走访慰问|辐射带动|解决)"
            rf"(?:(?![一二两三四五六七八九十百千万几数多各每首本该此整半第从自分按逐等])[{HAN}]){{0,7}}?(?:万元|亿元|名|件|人次|场次|批次|次|项|场|条|户|例|起|篇|份|个百分点|个)"
            r"(?=[,。;、)]|$|党员|群众|干部|问题|案件|以上|入党)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            r"(?:党费|资金|补助金?|慰问金|奖金|捐款|善款|经费|收入|补贴|款项|价值|金额|投资|支出|人均|增收|节约|罚款|共计|合计|总计|累计)元(?=[,。;、)]|$)"
            r"|(?<=班)期(?=[,。;、)]|$)|(?:现有|共有|下辖)户(?=[,。;、])"
            r"|(?:现有|共有|应到|实到|到会|参会|(?:出席|列席)(?=[党委代群]))"
            r"(?:正式党员|预备党员|党员|委员|代表|群众|村民|职工|干部|成员)?(?:人|名)(?=[,。;、]|$)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            r"(?<=[率达到为至约占近超长降升加的了])%|(?<=比)个百分点|(?<=[至达约近超占])(?:亩|平方米|公里|人次|万元|亿元|个百分点)"
            r"|(?<=达到)(?:亩|平方米|公里|人次|亿元|个百分点|万元(?=,(?:同比|较|比|增|其中)))"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(
            r"(?<![\d一二三四五六七八九十〇×X_某几的写明按、])年 *月 *日(?!期|\")"
            r"|(?<=年)月(?!日期)(?=[日,。;至底初])|(?<=月)日(?=[,。;至前起召]|$)"
        ),
        "“{0}”少了数字",
    ),
    (
        re.compile(
            rf"(?:下?辖|下设|共有|现有|共设|共辖|设有|建有)(?:个(?![体别人性头中案股])|名(?![称录额单义优牌字师家望])|户(?![籍外口主])|支(?![部付持援撑委])|座|所(?![属有需以])|家(?![庭长禽畜]))(?=[{HAN}])"
            r"|(?:资金|经费|投资|投入|产值|贷款|补助|补贴|慰问金|捐款|善款)(?:共计?|合计|约|达)?(?:余?万元|余?亿元|余元|万余元)(?=[,。;、)]|$)"
        ),
        "“{0}”前面少了数字",
    ),
    (
        re.compile(r"(?:率|比例|比重|占比)(?:达到?|为|约|近)(?=[,。;]|$)"),
        "“{0}”后面少了数字",
    ),
    (
        re.compile(
            r'、(?="(?:[,。;:)的等]|[一二两三四五六七八九十]?个?字|$))|、(?=和(?:镇|县|村|乡|市|区|纪|派出|司法|组织|宣传|党|政|各|其他|有关|相关))'
        ),
        "“{0}”旁边少了一项，或多了顿号",
    ),
    (
        re.compile(
            r"(?:纠纷|隐患|案件|线索|事故|信访|举报|诉求)[起件条宗](?=[,。;、])|立案件(?=[,。;、])"
            r"|(?:赞成|反对|弃权)票票|(?<=年的)(?:万元|亿元)|带动户(?=脱贫|增收|农户)"
            r"|(?:党的|中央|省委|市委|县委)届(?=[一二三四五六七八]中全会|[一二三四五六七八]次)"
        ),
        "“{0}”少了数字",
    ),
    (
        re.compile(
            rf"(?<=全[乡镇县市村区])(?:个(?=行政村|自然村|村|社区|党|支部|乡镇|单位)|名(?=党员|干部|村))"
            rf"|(?<![自接])从到(?![任岗会家案村达位底点])|(?<=其中)岁(?:以上|以下)"
            rf"|为期(?:天|周|个月|年)(?!限)|第(?:次|届|季度|批次|条|款|巡察组)(?=[{HAN},。])|(?<=[一二三四五六七八九十]届)中全会|、(?=[两一二三四五六七八九十]家)|(?<=所[属辖])个"
            r"|(?<=[要于])(?:前|底前)(?=完成|报送|上报|提交|整改|落实到位)"
            r"|(?<![温平祥缓调总饱附应柔随求议讲谦谋中亲人共违暖晴热媾唱不劝之])和(?=[,。;])"
            r"|(?<![涉危普企顾来波累推论提触殃以言谈惠兼遍埃不可])及(?=[,。;])"
        ),
        "“{0}”这里少了字",
    ),
    (
        re.compile(
            r"(?<=投资|投入|争取|筹集|拨付|安排|整合|产值|补助|募集|支出)(?:万元|亿元)(?!以[上下内])"
            r"|(?<=[长升降加少落])个(?=百分点)"
            r"|由(?=任(?:副?组长|主任)|(?:主持|牵头|负责|带队)[,。;]|人组成)"
            r"|(?<![存内外现所])在(?=方面|上的(?:重要)?讲话)"
            r"|(?<![\d一二三四五六七八九十百千万几多余两每半数零点方 ])(?:公里|平方米|立方米|公顷)"
            r"(?=[,。;、])"
            rf"|占[总全][{HAN}]{{1,5}}的(?=[,。;])|以为(?=(?:主题|主线|契机|抓手|引领|载体|核心)(?:的|,|开展))"
            rf"|[一二三四五六]是[,;](?=[二三四五六]是)"
            r"|(?<=[关重严够力备底实位悉透深])不(?=[,。;])|(?<=[锋冲])在(?=[,。;、])|(?<=\d)月月(?=\d)|(?<=\d)日日(?![\u4e00-\u9fff])"
            r"|(?<=给予|吸收|接收|免去)同志(?!们)|[〔\[]\d{4}[〕\]]号|(?:通报|简报|专刊)期(?=[,。;])"
        ),
        "“{0}”这里少了字",
    ),
    (
        re.compile(
            r"(?<=[,。;])同比(?:增长|下降|提高|减少|增加)(?=[,。;])|由(?=同志(?:主持|带队|担任|负责|讲|作|任))"
            r"|(?<=[,。;])任命为|[〔\[]\s*[〕\]](?=\d|号)|(?<=\d{4}年)月(?=出生|入党|参加|任)"
            r"|(?:^|(?<=[,。;(]))月(?=至)|(?<=等次)的人(?=[,。;])|(?<=以[上下])的人(?=[,。;])"
            r"|(?<=[会课习训查访])(?:次|场次|人次|场)(?=[,。;])(?<!机会次)"
            r"|和等(?![级待额量同于价靠])|(?<=\d)户人(?=[,。;])|(?<=[一-鿿])\" +\"(?=[主为活工的])"
            r"|(?:深受|深感|受到了|得到了|取得了|进行了|开展了|提出了)(?=[。;]|$)"
        ),
        "“{0}”这里少了字",
    ),
    (
        re.compile(
            r"(?:增加|提高|提升|上升|增长|下降|减少|降低|扩大|缩短|压减|增|降|升)(?:到|至)(?:万元|亿元|元|个|人|户|%|家|亩|公里|吨|天|件)(?=[,。;、)]|$)"
            r"|(?:达到?|至|约|近|超|超过)元(?=[,。;、)]|$)|(?:群众|居民|村民|对象|家庭|人口)户(?=\d+人)"
            r"|(?:事项|任务|措施|制度|工作|活动)项(?=[,。;、]|$)|(?:问题|党员|群众|学生|学困生|老人|职工|教师|隐患|纠纷|案件|线索|贫困户|脱贫户|监测户|志愿者|意见建议|诉求|干部|代表|大学生|患者|儿童|青年)(?:个|名|件|条|户|起)(?=[,。;、]|$)"
            r"|\((?:其中)?(?:名|人|岁|元|万元|个|项)\)|其中(?:名|户|件|项)(?=[一-鿿])|由\(|(?<=[,。;])(?:共计|合计|总计|累计)(?=[,。;])"
            r"|(?:自|从)至(?=[今\d月年])|由(?:提高|上升|下降|增加|降低|提升|减少)(?:到|至)(?=\d)"
            r"|(?:先后|分别)(?:与|和|同|跟)[^,。;]{2,30}和(?=签订|签署|建立|达成|结成)"
            r"|每[人户亩](?:每[年月次])?(?:发放|补助|补贴|奖励|增收)?元"
            r"|(?:分别为|分别是)(?:和|[,。;、])|截至月(?!底|末|初|中)|(?<=的)大以来"
        ),
        "“{0}”这里少了字",
    ),
    (
        re.compile(r"百分之(?![\d一二三四五六七八九十百两零〇几多数XxN×])|(?<=\d年)月(?=\d)"),
        "“{0}”少了数字",
    ),
    (
        re.compile(
            rf'(?<!\()《 *》|""(?=[、,。;])|(?<=以)""(?=[为{HAN}])|(?<![(\[号])""(?=[的为等])'
            rf"|(?<=([{HAN}])、)(?![市高米])\1(?=、)"
        ),
        "“{0}”这里少了字",
    ),
    (
        re.compile(
            rf"(?<=;)是(?=[抓强严][{HAN}]|(?:加强|坚持|强化|深化|严格|提升|推进|着力|注重|完善|健全|突出|落实|狠抓|开展|持续|创新|充分|积极|优化|促进)[^;。,的]{{2,14}}[,;。])"
        ),
        "“{0}”前面少了序号",
    ),
)


_FORM: Final = re.compile(
    rf"^(?:[{HAN}]{{1,12}}:)??(?:\s*[{HAN}、()]{{2,12}}:\s*_{{2,}}[\s,;]*){{2,}}[。]?$"
)
"""A line of a form: each of its fields is left for a pen."""
_SAMPLE: Final = re.compile("样表|(?:模板|范例|示例|范本|填写说明|格式|格式如下):|参照此格式")
"""What follows shows how to fill in a form."""
_OPTIONS: Final = re.compile(r"(?:^|\n| )A *[.、]")
"""In a test the brackets are for the answers."""
_CITED: Final = re.compile(
    '[^",。]{0,4}"(?:[^,。]{0,2}(?:字|处|栏)|[^。]{0,14}(?:没有?改|未改|照搬|字样))'
)
"""“XX村”三个字 is spoken of."""
_STYLE: Final = re.compile(r"填空|签[名字]\)?:|样式|式样|样表|样本|范本|格式")
"""A paper that holds a form leaves the lines of the form open."""


def check_blank(document: Document, tools: Tools) -> Iterator[Draft]:
    """Blanks that were to be filled in."""
    for block, match in scan(document, _BLANK):
        if document.example and "某" in match[0]:
            continue
        if _FORM.match(document.folded[block]) or _SAMPLE.search(document.folded[block]):
            continue
        if match[0][0] in "_ " and _STYLE.search(document.whole):
            continue
        if match[0][0] == "(" and _OPTIONS.search(document.whole):
            continue
        if _CITED.match(document.folded[block], match.end()):
            continue
        start, end = match.span()
        text = document.blocks[block].text
        shown = text[max(0, start - 2) : end + 6].strip()
        yield Draft(
            block,
            start,
            end,
            f"空白没有填写：“{shown}”。",
            "填上姓名、数字等；没有的，改写这句话。",
        )


def check_lost(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbers and list members that got lost, mostly with a blank that was deleted."""
    for pattern, what in _LOST:
        for block, match in scan(document, pattern):
            if document.blocks[block].kind is Kind.CELL or _is_noun(tools, match):
                continue
            start, end = match.span()
            text = document.blocks[block].text
            shown = text[max(0, start - 4) : end + 5].strip()
            yield Draft(
                block,
                start,
                end,
                what.format(shown) + "。",
                "核对原稿，补上漏掉的字，或删去多余的标点。",
            )


def _is_noun(tools: Tools, match: re.Match[str]) -> bool:
    """Whether the measure is the end of a word: 姓名, 层次."""
    end = match.end()
    if match.re is not _LOST[4][0]:
        return False
    if match.string.endswith("若干", 0, end - 1):
        return True
    return any(match.string[end - n : end] in tools.lexicon.words for n in (2, 3, 4))


_TWICE: Final = re.compile(rf"([{HAN}]{{2,8}})\1|([{HAN}])\2")
_CLAUSE_TWICE: Final = (
    re.compile(rf"(?<![{HAN}])([{HAN}]{{4,30}})[,、;]\1(?=[,。、;])"),
    re.compile(rf"([{HAN}]{{7,30}})[,、]\1(?=[,。、;])"),
    re.compile(rf"(?<![{HAN}])([{HAN}]{{8,30}})[,、;]\1(?=[{HAN}])"),
    re.compile(rf"(?:[既又也还并])([{HAN}]{{6,30}}),[又也还并]\1(?=[,。;])"),
    re.compile(rf"(?<![{HAN}])([{HAN}]{{4,14}})[,、][{HAN}]{{2,10}}[,、]\1(?=[,。、;])"),
    re.compile(rf"([{HAN}]{{4,14}})、[{HAN}]{{2,10}}、\1(?=[,。、;])"),
    re.compile(r"([^。]{12,120})。\1。"),
    re.compile(rf"([{HAN}]{{8,20}})[,、][{HAN}]{{2,14}}[,、]\1(?=[,。、;])"),
    re.compile(
        rf"([{HAN}]{{8,30}})[,、;]\1(?=[{HAN}])(?!是|就|才|不|要|必|关|应|可|也|既|需|离|靠|有|没|当|能|如|说)"
    ),
    re.compile(rf"([{HAN}]{{2,4}})了\1(?=[{HAN}])"),
    re.compile(
        rf"(?:(?<=[、,。;:(])|(?<=紧盯|聚焦|围绕|联合|组织|会同|抓好|突出|强化|包括|涉及|加强|针对)|^)"
        rf"([{HAN}]{{2,8}})、(?:[{HAN}]{{2,8}}、){{1,6}}?\1(?=[、,。;]|等|和|及|开展|参加|共同|联合|进行)"
    ),
    re.compile(
        rf"([{HAN}]{{3,8}})、(?:[{HAN}]{{3,8}}、){{1,6}}?\1(?=[、,。;]|等|开展|参加|共同|联合|进行)"
    ),
    re.compile(
        r"(?:^|(?<=[,。;:]))([^,。;:]{8,40},[^,。;:]{4,40})[,。;][^。]{0,60}。?\1(?=[,。;])"
    ),
)
"""通过学习，通过学习， and whole sentences."""
_NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千")
_FUNCTION: Final = frozenset("了的是在和与对把被将为及或由从向会到要有")
_REPEATED: Final = frozenset(
    "件条事人户天年月日处个句步层级村站家科班队项样次场笔桩周季岗份篇页块道期批类种则看想谈讲走坐说听写读练试查问聊两泛洗议"
)
"""Measures and verbs that are said twice on purpose."""
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)


_RHETORIC: Final = re.compile(
    f"什么|怎么|如何|谁|哪|[,、](?:关键|重在|贵在|首先|就要|[{HAN}]{{2}}[,、])"
)
"""产业发展发展什么; 种地种地,关键在种."""
_TRIED: Final = frozenset(
    (
        "讨论",
        "打算",
        "掂量",
        "商量",
        "研究",
        "交流",
        "学习",
        "考虑",
        "锻炼",
        "沟通",
        "了解",
        "合计",
        "议论",
        "比较",
        "琢磨",
        "汇总",
        "梳理",
        "打听",
        "走访",
    )
)
"""大家讨论讨论, at the end of a clause."""
_THEN: Final = frozenset("再吧看")
"""研究研究再说."""
_INTO: Final = frozenset("村企校社厂城家户机军网园课站馆门寨万百千")
"""深入推进|进村入户."""


def check_doubled(document: Document, tools: Tools) -> Iterator[Draft]:
    """The same word twice; found once a document, as the rules on slips ask for it too."""
    last, found = tools.doubled
    if last is not document:
        found = list(_doubled(document, tools))
        tools.doubled = (document, found)
    yield from found


def _doubled(document: Document, tools: Tools) -> Iterator[Draft]:
    """支部委员会会议 is two words that meet."""
    for block, match in scan(document, _TWICE):
        text = document.folded[block]
        start, end = match.span()
        if match[1] and _RHETORIC.match(text, end):
            continue
        twice = (
            _is_pair(tools, text, start, match[1])
            if match[1]
            else not _is_certain(tools, text, start)
            and (on_purpose(tools, text, start) or may_meet(tools, text, start))
        )
        if twice or _in_name(document, tools, block, start, end):
            continue
        shown = text[max(0, start - 2) : end + 2]
        if _TITLE_AROUND.search(text[:start]):
            continue
        unit = match[1] or match[2]
        yield Draft(block, start, end, f"“{shown}”里“{unit}”重复。", f"删去一个“{unit}”。")
    for pattern in _CLAUSE_TWICE:
        for block, match in scan(document, pattern):
            start, end = match.span()
            shown = document.folded[block][start:end]
            what = f"“{shown}”里“{match[1]}”重复。"
            yield Draft(block, start, end, what, f"删去一个“{match[1]}”。")
    yield from _points_twice(document)


def _points_twice(document: Document) -> Iterator[Draft]:
    """The same text behind two numbers of one list."""
    said: dict[str, int] = {}
    for block in document.prose:
        text = document.folded[block]
        number = number_at_start(text, len(STYLES))
        if number is None or len(text) - number[2] < _POINT:
            continue
        if number[1] == 1:
            said.clear()
        point = text[number[2] :]
        if block - said.get(point, -_NEAR_BY) < _NEAR_BY:
            what = f"“{point[:16]}”同前面的一条重复。"
            yield Draft(block, number[2], len(text), what, "删去一条，或改成漏写的内容。")
        said[point] = block


_POINT: Final = 12
_NEAR_BY: Final = 8
"""A point of so many characters, so many lines above."""


def _is_certain(tools: Tools, text: str, at: int) -> bool:
    """Whether no reading makes good a doubled character: 三会一一课, 各村村在, 取得得了."""
    words = tools.lexicon
    char, before, after = text[at], text[at - 1 : at] if at else "", text[at + 2 : at + 3]
    if before and char in _REPEATED and before in _EACH and text[at + 3 : at + 4] != after:
        return not any(words.is_word(text[at + 1 : at + 2 + n]) for n in (1, 2, 3))
    if char == "得" and after in _BEHIND and words.is_word(before + char):
        return True
    if any(words.is_word(text[at - n : at + 1]) for n in (1, 2) if at >= n) and words.is_word(
        text[at + 1 : at + 3]
    ):
        return False  # 小组|组长
    once = text[max(0, at - _WIDEST) : at] + text[at + 1 : at + 2 + _WIDEST]
    here = min(at, _WIDEST)
    for size in range(MIN_PHRASE, _WIDEST + 1):
        for start in range(max(0, here - size + 2), min(here, len(once) - size + 1)):
            phrase = once[start : start + size]
            if phrase in words.terms or phrase in words.stock:
                return True
    return False


_EACH: Final = frozenset("各该")
_BEHIND: Final = frozenset("了的较明很")
_WIDEST: Final = 10


def _is_pair(tools: Tools, text: str, start: int, unit: str) -> bool:
    """一步一步, 研究研究: said twice on purpose; 申请人申请人民法院: two words that meet."""
    end = start + 2 * len(unit)
    words = tools.lexicon
    meets = any(words.is_word(text[end - 1 : end + n]) for n in (1, 2, 3))
    return (
        unit[0] in _NUMERALS
        or (unit[-1] in "不没" and unit[0] not in "决绝从毫并永")  # 能不能|不, 有没有|没
        or unit[-1] in "着来去"
        or unit * 2 in words.words
        or (unit in _TRIED and (text[end : end + 1] in _THEN or not _IS_HAN(text[end : end + 1])))
        or len(set(unit)) == 1
        or (len(unit) > 2 and meets and words.is_word(unit[:-1]) and words.is_word(unit))
        or (len(unit) == 2 and _belongs(tools, text, end))
        or (len(unit) == 2 and _chained(tools, text, start))
        or (len(unit) == 2 and _overlaps(tools, text, start))
        or (unit == "代表" and words.is_word(text[max(0, start - 2) : start + 2]))  # 人大代表|代表
    )


def _overlaps(tools: Tools, text: str, start: int) -> bool:
    """党支部|支部委员会: both go on into a longer word."""
    words = tools.lexicon
    ahead = start > 0 and words.is_word(text[start - 1 : start + 2])
    return ahead and any(words.is_word(text[start + 2 : start + 2 + n]) for n in (4, 5, 6))


def _chained(tools: Tools, text: str, start: int) -> bool:
    """使用|信用|信息: what stands twice is no word, but the ends of three that are."""
    pairs = (text[n : n + 2] for n in (start - 1, start + 1, start + 3))
    words = tools.lexicon
    return (
        start > 0
        and not words.is_word(text[start : start + 2])
        and all(len(pair) == 2 and words.is_word(pair) for pair in pairs)
    )


def _belongs(tools: Tools, text: str, end: int) -> bool:
    """Whether what is doubled goes on into another word: 讨论|讨论稿, 分红|分红薯."""
    words, rest = tools.lexicon, text[end : end + 2]
    if len(rest) < 2 or words.is_word(rest) or not words.is_word(text[end - 2 : end]):
        return False
    if rest[0] in "的了":
        return False  # 方面方面的, though 面的 is a word
    if rest[0] == "稿":
        return True  # 讨论|讨论稿
    return words.is_word(text[end - 2 : end + 1]) or words.is_word(text[end - 1 : end + 1])


def may_meet(tools: Tools, text: str, at: int) -> bool:
    """Whether two words may meet in a doubled character."""
    words = tools.lexicon
    char = text[at]
    for start in range(max(0, at - 3), at + 1):  # 红红脸, 清清爽爽
        for end in range(at + 2, min(len(text), start + 5) + 1):
            pair = (start, end) == (at, at + 2)
            if words.is_word(text[start:end]) and not (pair and char in _FUNCTION):
                return True
    return _divides(tools, text, at)


def on_purpose(tools: Tools, text: str, at: int) -> bool:
    """Whether a character stands twice on purpose: 件件有着落, 账账相符."""
    words = tools.lexicon
    char = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 2 : at + 3]
    if char == "进" and after in _INTO:
        return True
    if char in _NUMERALS or char in _REPEATED or after == "相":
        return True
    if char not in _FUNCTION and char * 2 in words.words:
        return True
    if after == char or before == char or (before == '"' and after != '"'):
        return True
    if text[at - 2 : at - 1] == before or (after and after == text[at + 3 : at + 4]):
        return True  # 规规矩矩
    if not _IS_HAN(before) and not _IS_HAN(after):
        return True  # “账账、账实”
    if before in _SURNAMES and not words.is_word(before + char):
        return True
    if before in _COUNTERS or (before in _COLOURS and not words.is_word(before + char)):
        return True  # 每行行首, 硬杠杠
    if char in _ADVERBS and not words.is_word(before + char):
        return True  # 高高挂起
    # 治治病、
    return char in _VERBS and words.is_word(char + after) and not _IS_HAN(text[at + 3 : at + 4])


def _divides(tools: Tools, text: str, at: int) -> bool:
    """Whether a border between words runs through the doubled character."""
    words = tools.lexicon
    char = text[at]
    before = any(words.is_word(text[at - n : at + 1]) for n in (1, 2, 3) if at >= n)
    after = any(words.is_word(text[at + 1 : at + 2 + n]) for n in (1, 2, 3))
    if not after:
        return before and (char in "的以" or (char in _FREE and _goes_on_after(text, at + 2)))
    if not before:
        if char in _FUNCTION:  # 在|在职, but not 对|对流|动
            return _cost(tools, text, at, at) - _cost(tools, text, at, at + 1) < _TOO_MUCH
        return char not in _NEVER_ALONE
    alone = not any(words.is_word(text[at + 3 : at + 3 + n]) for n in (2, 3))
    followed = text[at + 3 : at + 4]
    if char in _FREE or not followed or followed in _FUNCTION:
        return True
    over, within = text[at + 2 : at + 4], text[at + 1 : at + 3]
    dearer = words.costs.get(over, MISSING_COST) > words.costs.get(within, MISSING_COST)  # 资中
    if alone and words.is_word(over) and not dearer:
        return words.is_word(text[at + 1 : at + 4])  # 执行行程序 leaves a 序 alone
    return True


def _goes_on_after(text: str, end: int) -> bool:
    """Whether a word follows that has a meaning of its own: 公路|路产, but not 道路路的."""
    after = text[end : end + 1]
    return after == "(" or bool(_IS_HAN(after) and after not in _FUNCTION)


_NEVER_ALONE: Final = frozenset("党员干群工学领委织设导育治纪律政思作书")
"""Before a word that begins with them these are no word of their own: 党党员."""
_COUNTERS: Final = frozenset("一二三四五六七八九十两几每各那这某本全")
_COLOURS: Final = frozenset("硬红黑白绿黄蓝香甜亮热冷暖喜笑乐气急干胖活实沉空光直圆")
_ADVERBS: Final = frozenset("高低大小好早慢轻重深长远牢紧稳细狠薄厚暗渐白多少快刚偏静明默空")
_VERBS: Final = frozenset("治排出洗照红鼓加谈把松搭补理散消降充墩压晒")
_FREE: Final = frozenset(
    "记讲抓管用学办建分查看听写说做走来去给拿送收交开打接带找问想吃住种养修改补换选评议谈"
    "馆流股路校园关署局厅村镇县市厂院站库店党网田山河水人家户员法案款税费钱书"
)
"""What often is a word of its own behind another one: 笔记|记|满, 公路|路|产."""
_IS_HAN: Final = re.compile(f"[{HAN}]").match
_AROUND: Final = 6
_TOO_MUCH: Final = 2.0


def _cost(tools: Tools, text: str, at: int, left_out: int) -> float:
    """How badly the text around a doubled character divides into words.

    Once as written (`left_out` is `at`), once with one of the two left out.
    """
    head, tail = at, at + 2
    while head > max(0, at - _AROUND) and _IS_HAN(text[head - 1]):
        head -= 1
    while tail < min(len(text), at + 2 + _AROUND) and _IS_HAN(text[tail]):
        tail += 1
    whole = left_out == at
    run = text[head:tail] if whole else text[head:at] + text[at + 1 : tail]
    best = [0.0]
    for end in range(1, len(run) + 1):
        light = run[end - 1] in _FUNCTION or run[end - 1] in _SINGLE
        alone = 1.0 if light and not (whole and end - 1 == at + 1 - head) else 2.5
        joined = (
            best[end - n] + 1
            for n in range(2, min(end, 6) + 1)
            if tools.lexicon.is_word(run[end - n : end])
        )
        best.append(min([best[end - 1] + alone, *joined]))
    return best[-1]


_SINGLE: Final = frozenset(
    "不也都就还又很更最各每并以而其使让等该此名个次项后前中内外上下里新老好多少大小年月日"
)


def _in_name(document: Document, tools: Tools, block: int, start: int, end: int) -> bool:
    return any(m.start <= start and end <= m.end for m in tools.mentions(document)[block])


_TITLE_AROUND: Final = re.compile("《[^》]*$")
_PAIRS: Final = (
    ("“", "”"),
    ("《", "》"),
    ("（", "）"),
    ("‘", "’"),
    ("【", "】"),
    ("〔", "〕"),
    ("[", "]"),
)
_NO_PAIR: Final = re.compile(
    rf"^\s*[{HAN}\da-zA-Z]{{1,3}}[)）]|(?<=[。；，：\n])\s*[\da-z]{{1,2}}[)）]|(?<=[A-Za-z])’"
)


def check_pairs(document: Document, tools: Tools) -> Iterator[Draft]:
    """Quotation marks and brackets without their other half."""
    for n, block in enumerate(document.blocks):
        if block.kind in (Kind.CELL, Kind.QUOTE):
            continue
        text = _NO_PAIR.sub(lambda found: "□" * len(found[0]), block.text)
        if "(" in text or ")" in text:
            text = text.replace("(", "（").replace(")", "）")
        for left, right in _PAIRS:
            at = _unpaired(text, left, right)
            if at is None or (left == "“" and _goes_on(document, n, text, at)):
                continue
            if left in "（《" and _next_line(document, n, text[at], left, right):
                continue
            mark = block.text[at]
            what = f"“{block.text[max(0, at - 6) : at + 7]}”里的{mark}没有配对。"
            yield Draft(n, at, at + 1, what, f"补上另一半（{left}…{right}成对），或删去{mark}。")


def _unpaired(text: str, left: str, right: str) -> int | None:
    """The first mark without its other half; quotes of one kind do not nest."""
    open_: list[int] = []
    for at, char in enumerate(text):
        if char == left:
            if open_ and left in "“《":
                return at if left == "“" else open_[0]
            open_.append(at)
        elif char == right:
            if not open_:
                return at
            open_.pop()
    return open_[0] if open_ else None


def _next_line(document: Document, n: int, mark: str, left: str, right: str) -> bool:
    """（2019年5月1日 / 中央办公厅发布）: a note broken over two lines."""
    other = n + 1 if mark == left else n - 1
    if not 0 <= other < len(document.blocks):
        return False
    text, own = document.blocks[other].text, document.blocks[n].text
    if len(own) > _SHORT or len(text) > _SHORT:
        return False
    opens, closes = text.count(left), text.count(right)
    return closes == opens + 1 if mark == left else opens == closes + 1


_SHORT: Final = 60


def _goes_on(document: Document, n: int, text: str, at: int) -> bool:
    """A quotation of several paragraphs opens each of them and closes the last."""
    if text[at] != "“" or "”" in text[at:]:
        return False
    following = document.blocks[n + 1].text if n + 1 < len(document.blocks) else ""
    return following.startswith("“") or ("”" in following and "“" not in following.split("”")[0])
