"""The default template: the source's own order of sections, in wording that needs no mending.

No figure is typed here: every one is a token. What has no record behind it falls away, so the
same text serves an office that did much and one that did little.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """``level`` 0 has no heading, 1 is 一、, 2 is （一）. A line is a paragraph; lines that begin
    with a number and a point are numbered anew when some of them fall away."""

    key: str
    name: str  # what the editor calls it
    level: int
    heading: str
    text: str


LEAD = """\
{历时}，在{上级}的直接领导和{本地}党委、政府的大力支持下，{工会}高举中国特色社会主义伟大旗帜，\
{指导思想}，坚持以人为本，认真落实《工会法》，实事求是，与时俱进，不断创新。\
按照上级工会的工作要求，紧密结合工会实际，围绕中心，服务大局，认真履行基层工会的职责，\
突出维护职工的合法权益，关心职工生活，不断提高服务职工的水平，调动和发挥职工的积极性，\
为构建和谐{地方}做了一些工作。
"""
BUILDING = """\
{工会}成立以来，在全体职工的大力支持下，不断加强思想、组织、作风和制度建设，\
努力做一个团结的组织，一个为职工办实事、办好事的组织，一个代表职工利益的组织，\
一个以人为本、促进和谐的组织。首先，工会干部勤于学习，勤于思考，端正思想，摆正位置，\
掌握工作方法，把心思用在工会日常工作上。其次，加强与{上级}的联系，认真领会、贯彻上级工作精神，\
适时开展工会工作。第三，积极主动争取党委的领导和支持，保护好、引领好职工参与各种活动的积极性。\
第四，把实践中可行、可操作的制度和规定尽快建立起来。
总之，{工会}坚持依法治会、民主治会，按制度办事，作风正派，言行一致，对事不对人，\
切实为职工办实事、办好事，不断提高工作的凝聚力和向心力，\
做了一些有利于团结、有利于发展的工作，受到了职工的好评。
"""
TASKS = """\
为贯彻落实{上级}工作会议精神，切实加强工会组织建设，增强工会工作能力，\
围绕{年度}工作目标责任制，结合{本地}实际，工会重点从以下几个方面开展了工作：
"""
ORGANISATION = """\
1.进一步完善各项规章制度[，新订制度{regulations.set}][，修订制度{regulations.revised}]，\
规范工会各项工作。
2.[{组织.新建工会}；]吸收职工加入工会\
[，新发展会员{members.joined}[，其中农民工{members.joined_migrants}]]\
[，现有会员{members.total}][，入会率[目标{members.rate|目标}，实际]达到{members.rate}]；\
做好会员证发放工作[，发证率[目标{members.card_rate|目标}，实际]达到{members.card_rate}]。
3.[完成{terms.held}工会换届选举[，其中按期换届{terms.on_time}]。]\
[{组织.评定}。]
4.广泛宣传，增强广大职工的主人翁意识、责任意识和法律意识，\
教育广大职工自觉做到爱岗敬业、无私奉献、努力工作。
5.[{本地}制定了{宣传.口号}，]在深入基层、深入职工群众的同时，通过多种形式进行广泛宣传，\
并用工会的实际行动赢得了广大群众的信任。\
[{时段}，工会{帮扶.各类}。这一系列行动让广大群众真正了解了政策，体会到了组织的关怀。]
6.[新获各级荣誉{honours.new}[，其中新授劳动模范{honours.new_model_workers}]\
[，新授工人先锋号{honours.new_pioneers}]。][发放荣誉津贴{honours.allowance_paid}。]
7.[收缴会费{dues.member}[，缴纳会费{dues.payers}]。]\
[收到拨缴经费{dues.unit}[，其中本级留成{dues.unit_own}]。]
"""
RECREATION = """\
工会的任务是服务职工，工会是广大职工的第二个家。{工会}坚持真正为广大职工群众办实事、办好事，\
让职工群众真正感受到社会的关爱，体会到和谐之乐。
1.[成立了{组织.领导小组}，][深入社区，对{调查.会员}进行了深入的调查了解，\
摸清了会员的基本情况，为医疗互助的开展奠定了基础。]\
对企业、事业单位的在册职工以及其他形成劳动关系的职工统一备案\
[，在册单位{employers.total}、职工{staff.total}、会员{members.total}]，\
并加大宣传力度，引导职工根据自身情况积极参加互助活动。
2.为丰富职工文体生活，促进文化建设水平不断提升，树立科学的全民健身理念和健康的活动方式，\
[围绕{活动.主题}，]积极宣传、开展群众性健身活动\
[，举办文体活动{events.recreation}，参加{events.recreation_times}]。
3.继续深入开展全民健身活动，进一步健全文体活动组织机构[，现有健身站点{facilities.fitness}]\
[，根据实际情况调整了{facilities.adjusted}健身站点的活动]。\
坚持领导带动群众，鼓励更多群众参加健身活动，健全制度，规范管理，\
提高广大群众的健康水平，增强群众的凝聚力。
"""
SHORTCOMINGS = """\
{历时}，工会虽然做了大量的工作，取得了一定成绩，但仍然存在一些不足：\
一是由于人少事多，工会工作的群众性、深入性还不够，常常处于被动应付的局面；\
二是在深入了解职工的思想动态、切实解决职工的后顾之忧方面还比较欠缺。
"""
CLOSING = """\
今后，{工会}将与时俱进，开拓创新，根据{地方}的特点，在创新中求突破、在创新中谋发展，\
不辜负时代赋予工会的职责，不辜负职工群众的期盼；树立工会干部的新形象，\
使每位工会干部做一名“信息员”，上情下达，下情上传；做一名“联络员”，分忧解难，问寒送暖；\
做一名“服务员”，全心全意为职工服务，把{工会}办成职工温馨的“小家”。
"""
TEMPLATE: tuple[Section, ...] = (
    Section("lead", "开头", 0, "", LEAD),
    Section("building", "自身建设", 1, "坚持正确方向，不断加强自身建设", BUILDING),
    Section(
        "tasks",
        "能力建设和文体活动（引言）",
        1,
        "加强能力建设，提高组织工作水平，扎实开展群众性文体活动",
        TASKS,
    ),
    Section("organisation", "工会组织建设", 2, "加强工会组织建设", ORGANISATION),
    Section("recreation", "群众性文体活动", 2, "扎实工作，开展群众性文体活动", RECREATION),
    Section("shortcomings", "存在的不足", 1, "存在的不足", SHORTCOMINGS),
    Section("closing", "结尾", 0, "", CLOSING),
)
SECTIONS: dict[str, Section] = {section.key: section for section in TEMPLATE}
