"""Ten rosters in the shapes offices really keep them, each different; nobody in them exists.

Each shape gives the bytes of a workbook and what has to come of it: name → facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.members.sheets import number

Facts = dict[str, dict[str, Any]]
Shape = tuple[bytes, Facts]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: list[list[Any]], top: int = 1, left: int = 1) -> None:
    for y, row in enumerate(rows, top):
        for x, value in enumerate(row, left):
            if value is not None:
                sheet.cell(y, x, value)


def government_office() -> Shape:
    """A title over all columns, a line of facts, totals, notes and signatures beneath."""
    book = Workbook()
    sheet = book.active
    sheet.title = "机关"
    _fill(
        sheet,
        [
            ["兴发乡人民政府机关工会会员登记表"],
            ["填报单位（盖章）：兴发乡人民政府机关", None, None, None, "填报时间：2010年6月25日"],
            ["序号", "姓  名", "性 别", "身份证号码", "政治面貌", "文化程度", "联系方式", "备 注"],
            [1, "王 芳", "女", f" {number(2)} ", "中共党员", "大学本科", "138 0000 0002", None],
            [2, "李安然", "男", number(3).lower(), "群众", "大专", "0475-6212345", "借调"],
            [3, "欧阳明远", "男", number(5), "团员", "中专", 13800000005, None],
            ["合计", "3人", None, None, None, None, None, None],
            ["注：1.本表由各单位填写。2.身份证号须真实有效。"],
            ["单位负责人：赵强", None, None, "填表人：孙丽", None, None, "联系电话：6212345"],
        ],
    )
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A8:H8")
    sheet["A1"].font = Font(bold=True, size=18)
    sheet["A1"].alignment = Alignment(horizontal="center")
    return _bytes(book), {
        "王芳": {"sex": "female", "phone": "13800000002", "education": "bachelor"},
        "李安然": {"phone": "0475-6212345", "political_status": "masses"},
        "欧阳明远": {"phone": "13800000005", "political_status": "league"},
    }


def factory() -> Shape:
    """Two rows of headings, the unit merged down its block, a subtotal under each block."""
    book = Workbook()
    sheet = book.active
    sheet.title = "花名册"
    _fill(
        sheet,
        [
            ["企业职工入会花名册"],
            ["单位", "基本情况", None, None, "工作情况", None, "联系电话"],
            [None, "姓名", "身份证号", "民族", "参加工作时间", "是否农民工", None],
            ["兴发砖厂", "马建军", number(1), "汉", date(2001, 3, 1), "是", "13800000001"],
            [None, "白占奎", number(7), "蒙古族", "2003.7", "否", "138-0000-0007"],
            ["小计", "2人"],
            ["兴发粮库", "韩秀英", number(4), "满", "1998年10月", "√", "13800000004"],
            [None, "宝力格", number(9), "蒙古", 36526, "", "13800000009"],
            ["小计", "2人"],
            ["总计", "4人"],
        ],
    )
    for area in ("A1:G1", "B2:D2", "E2:F2", "A2:A3", "G2:G3", "A4:A5", "A7:A8"):
        sheet.merge_cells(area)
    return _bytes(book), {
        "马建军": {"employer": "兴发砖厂", "is_migrant": True, "started": date(2001, 3, 1)},
        "白占奎": {"employer": "兴发砖厂", "ethnicity": "02", "started": date(2003, 7, 1)},
        "韩秀英": {"employer": "兴发粮库", "started": date(1998, 10, 1)},
        "宝力格": {"employer": "兴发粮库", "started": date(2000, 1, 1)},
    }


def workshops() -> Shape:
    """A sheet a workshop, the columns in another order on each; one hidden sheet of lists."""
    book = Workbook()
    first = book.active
    first.title = "一车间"
    _fill(
        first,
        [
            ["姓名", "手机号码", "公民身份号码", "入会时间"],
            ["张国强", "13800000011", number(11), "2005-3-1"],
            ["赵长河", "13800000013", number(13), "20060501"],
        ],
    )
    second = book.create_sheet("二车间")
    _fill(
        second,
        [
            ["公民身份号码", "入会时间", "姓名", "手机号码"],
            [number(12), "2007/9", "刘桂兰", "13800000012"],
        ],
    )
    lists = book.create_sheet("下拉选项")
    _fill(lists, [["学历"], ["本科"], ["大专"]])
    lists.sheet_state = "hidden"
    book.create_sheet("Sheet4")
    return _bytes(book), {
        "张国强": {"joined": date(2005, 3, 1)},
        "赵长河": {"joined": date(2006, 5, 1)},
        "刘桂兰": {"joined": date(2007, 9, 1), "phone": "13800000012"},
    }


def village() -> Shape:
    """Begins far from the corner; old numbers of fifteen digits, sex as 1 and 2, month birthdays."""
    old = number(21)
    book = Workbook()
    sheet = book.active
    sheet.title = "铁柱片"
    _fill(
        sheet,
        [
            ["外出务工人员登记册（铁柱片）"],
            [],
            ["编号", "名字", "性别", "出生年月", "身份证", "所在村", "家庭住址", "电话"],
            ["01", "马关旺", 1, "1980.5", f"{old[:6]}{old[8:17]}", "铁柱片", "三组", "13800000021"],
            ["02", "杨春梅", "2", "1980-5", number(22), "铁柱片", "五组", None],
            [],
            ["03", "周海", "M", 19800501, number(23), "野里片", None, "13800000023；"],
        ],
        top=4,
        left=3,
    )
    return _bytes(book), {
        "马关旺": {"place": "铁柱片", "number": old, "address": "三组"},
        "杨春梅": {"place": "铁柱片", "sex": "female"},
        "周海": {"place": "野里片", "phone": "13800000023"},
    }


def typed_by_hand() -> Shape:
    """Full-width digits, apostrophes, blanks inside numbers, a stray full stop."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    spaced = number(33)
    _fill(
        sheet,
        [
            ["职工姓名", "身份证号码", "联系电话", "学历", "工作单位名称"],
            [
                "郭　斌",
                number(31).translate(FULL_WIDTH),
                "１３８００００００３１",
                "高 中",
                "兴发小学",
            ],
            ["冯玉珍", f"'{number(32)}", "13800000032", "初中", "兴发小学 "],
            [
                "曹立军",
                f"{spaced[:6]} {spaced[6:14]} {spaced[14:]}",
                "+86 13800000033",
                "小学",
                "兴发小学",
            ],
        ],
    )
    return _bytes(book), {
        "郭斌": {"phone": "13800000031", "education": "high", "employer": "兴发小学"},
        "冯玉珍": {"phone": "13800000032", "employer": "兴发小学"},
        "曹立军": {"phone": "13800000033", "education": "primary"},
    }


def official() -> Shape:
    """The official collection sheet: data from row 5, the change of membership beside the person."""
    book = Workbook()
    sheet = book.active
    sheet.title = "工会会员信息采集表"
    head = [
        *("序号", "姓名", "性别", "出生日期", "民族", "就业状况", "有效证件类别", "证件号码"),
        *("学历", "技术等级", "移动电话", "户籍类型", "户籍所在地", "会籍变化类型"),
        *("会籍变化日期", "会籍变化原因", "政治面貌", "工作单位", "籍贯", "是否农民工会员"),
    ]
    first = [
        *(1, "孙旺", "男", "1980/05/01", "汉族", "在岗", "居民身份证", number(41), "大专"),
        *("无", "13800000041", "农业户口", "开鲁县", "入会", "2009/06/01", None, "群众"),
        *("兴发砖厂", "内蒙古开鲁", "是"),
    ]
    second = [
        *(2, "朱丽华", "女", "1980/05/01", "蒙古族", "待（下）岗", "居民身份证", number(42)),
        *("本科", "二级（技师）", "13800000042", "非农业户口", "通辽市", "入会", "2008/03/15"),
        *(None, "中共党员", "兴发砖厂", "内蒙古通辽", "否"),
    ]
    _fill(
        sheet,
        [
            ["附件四"],
            ["工会会员信息采集表"],
            ["单位（盖章）：兴发砖厂", *[None] * 15, "填报日期：2010年6月30日"],
            head,
            first,
            second,
            ["说明：带下拉框的列请从列表中选择，不得修改表格格式。"],
        ],
    )
    sheet.merge_cells("A2:T2")
    sheet.merge_cells("A7:T7")
    return _bytes(book), {
        "孙旺": {"joined": date(2009, 6, 1), "is_migrant": True, "education": "college"},
        "朱丽华": {"joined": date(2008, 3, 15), "work_status": "laid_off", "tech_grade": "2"},
    }


def many_peoples() -> Shape:
    """Names with every middle dot, a rare character, a name of two characters spread wide."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    _fill(
        sheet,
        [
            ["姓名", "证件号码", "民族", "联系电话"],
            ["买买提•艾力", number(51), "维吾尔族", "13800000051"],
            ["阿依古丽．吐尔逊", number(52), "维吾尔", "13800000052"],
            ["𠮷  桦", number(53), "朝鲜族", "13800000053"],
            ["其其格", number(54), "蒙古族", "13800000054"],
        ],
    )
    return _bytes(book), {
        "买买提·艾力": {"ethnicity": "05"},
        "阿依古丽·吐尔逊": {"ethnicity": "05"},
        "𠮷桦": {"ethnicity": "10"},
        "其其格": {"ethnicity": "02"},
    }


def decorated() -> Shape:
    """Headings with line breaks, stars and brackets; formulas as numbers; a thousand styled blanks."""
    book = Workbook()
    sheet = book.active
    sheet.title = "导出"
    _fill(
        sheet,
        [
            [
                "序号",
                "*姓名",
                "*身份证\n号码",
                "性别（男/女）",
                "联系电话（手机）",
                "入会\n时间",
                "证号",
            ],
            ["=ROW()-1", "何文静", number(62), "女", "13800000062", date(2009, 3, 8), "XF-062"],
            ["=ROW()-1", "高守业", number(63), "男", "13800000063", date(2009, 3, 8), "XF-063"],
        ],
    )
    shade = PatternFill("solid", fgColor="FFEEEEEE")
    for line in range(4, 1004):
        sheet.cell(line, 1).fill = shade
    sheet.auto_filter.ref = "A1:G3"
    sheet.column_dimensions["C"].hidden = True
    return _bytes(book), {
        "何文静": {"joined": date(2009, 3, 8), "card": "XF-062"},
        "高守业": {"joined": date(2009, 3, 8), "card": "XF-063"},
    }


def days_in_every_dress() -> Shape:
    """Each line writes its days in another way; the head stands in row 3 beneath two blank rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "2010年"
    dressed = ("2008.9.1", "2008-9-1", "2008年9月1日", "20080901", "2008/09/01", 39692)
    lines = [
        [f"董学{word}", number(70 + n), day, "1980.05.01"]
        for n, (word, day) in enumerate(zip("甲乙丙丁戊己", dressed, strict=True), 1)
    ]
    _fill(sheet, [[], [], ["姓名", "身份证号", "加入工会时间", "出生年月日"], *lines])
    return _bytes(book), {f"董学{word}": {"joined": date(2008, 9, 1)} for word in "甲乙丙丁戊己"}


def kept_by_place() -> Shape:
    """The place merged down in front of people, headings repeated for every printed page."""
    book = Workbook()
    sheet = book.active
    sheet.title = "各村会员"
    head = ["村（社区）", "序号", "会员姓名", "身份证号", "职务", "农民工会员"]
    _fill(
        sheet,
        [
            ["兴发乡各村工会会员名册"],
            head,
            ["石板村", 1, "许成", number(81), "村民小组长", "是"],
            [None, 2, "许秀兰", number(82), None, "是"],
            head,
            ["中寨村", 1, "韩旺", number(83), None, "否"],
            ["本页小计：1人"],
        ],
    )
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A3:A4")
    return _bytes(book), {
        "许成": {"place": "石板村", "is_migrant": True},
        "许秀兰": {"place": "石板村", "is_migrant": True},
        "韩旺": {"place": "中寨村", "is_migrant": False},
    }


SHAPES: dict[str, Callable[[], Shape]] = {
    shape.__name__: shape
    for shape in (
        government_office,
        factory,
        workshops,
        village,
        typed_by_hand,
        official,
        many_peoples,
        decorated,
        days_in_every_dress,
        kept_by_place,
    )
}
