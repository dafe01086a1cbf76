"""The columns of the roster to download and fill in."""

from members.models import (
    Education,
    Ethnicity,
    HouseholdKind,
    MaritalStatus,
    PoliticalStatus,
    Sex,
    TechGrade,
    WorkGroup,
    WorkStatus,
)
from unionhub.spreadsheets.templates import Blank

DAY = "年月日，如 2010-06-30；只知道年月时写 2010年6月"
YES_NO = ("是", "否")
BLANKS = (
    Blank("姓名", "2至50个字", "张建国", required=True, width=12),
    Blank("身份证号", "18位，按文本填写", "（照证件填写）", required=True, width=22),
    Blank("性别", "可不填，以身份证号为准", "男", Sex.labels, width=6),
    Blank("出生日期", f"可不填，以身份证号为准；{DAY}", "1980-05-01"),
    Blank("民族", "从列表选择", "汉族", Ethnicity.labels, width=10),
    Blank("学历", "从列表选择", "高中", Education.labels, width=10),
    Blank("政治面貌", "从列表选择", "群众", PoliticalStatus.labels),
    Blank("工作单位", "法定全称，与登记的单位一致", "兴发砖厂", width=26),
    Blank("联系电话", "一个号码：11位手机号，或带区号的座机号", "13800000000"),
    Blank("片区村居", "与登记的片区村居一致", "铁柱片", width=12),
    Blank("就业状况", "从列表选择，不填按在岗", "在岗", WorkStatus.labels),
    Blank("农民工", "是或否", "是", YES_NO, width=8),
    Blank("入会日期", f"已入会的填写；{DAY}", "2010-03-01"),
    Blank("会员证号", "已发证的填写", "000123"),
    Blank("技术等级", "从列表选择", "无", TechGrade.labels, width=12),
    Blank("户籍类型", "从列表选择", "农业户口", HouseholdKind.labels, width=12),
    Blank("籍贯", "", "内蒙古开鲁"),
    Blank("婚姻状况", "从列表选择", "已婚", MaritalStatus.labels, width=10),
    Blank("新就业形态", "从列表选择", "无", WorkGroup.labels, width=14),
    Blank("岗位职务", "", "操作工"),
    Blank("劳务派遣工", "是或否", "否", YES_NO, width=10),
)
