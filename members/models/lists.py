"""Fixed lists of the official member sheet (会员信息采集表) and of the paper registration form."""

from django.db import models


class Ethnicity(models.TextChoices):
    """民族: the fifty-six peoples by their numbers in GB/T 3304, and its number for all others."""

    HAN = "01", "汉族"
    MENGGU = "02", "蒙古族"
    HUI = "03", "回族"
    ZANG = "04", "藏族"
    WEIWUER = "05", "维吾尔族"
    MIAO = "06", "苗族"
    YI = "07", "彝族"
    ZHUANG = "08", "壮族"
    BUYI = "09", "布依族"
    CHAOXIAN = "10", "朝鲜族"
    MAN = "11", "满族"
    DONG = "12", "侗族"
    YAO = "13", "瑶族"
    BAI = "14", "白族"
    TUJIA = "15", "土家族"
    HANI = "16", "哈尼族"
    HASAKE = "17", "哈萨克族"
    DAI = "18", "傣族"
    LI = "19", "黎族"
    LISU = "20", "傈僳族"
    WA = "21", "佤族"
    SHE = "22", "畲族"
    GAOSHAN = "23", "高山族"
    LAHU = "24", "拉祜族"
    SHUI = "25", "水族"
    DONGXIANG = "26", "东乡族"
    NAXI = "27", "纳西族"
    JINGPO = "28", "景颇族"
    KEERKEZI = "29", "柯尔克孜族"
    TU = "30", "土族"
    DAWOER = "31", "达斡尔族"
    MULAO = "32", "仫佬族"
    QIANG = "33", "羌族"
    BULANG = "34", "布朗族"
    SALA = "35", "撒拉族"
    MAONAN = "36", "毛南族"
    GELAO = "37", "仡佬族"
    XIBO = "38", "锡伯族"
    ACHANG = "39", "阿昌族"
    PUMI = "40", "普米族"
    TAJIKE = "41", "塔吉克族"
    NU = "42", "怒族"
    WUZIBIEKE = "43", "乌孜别克族"
    ELUOSI = "44", "俄罗斯族"
    EWENKE = "45", "鄂温克族"
    DEANG = "46", "德昂族"
    BAOAN = "47", "保安族"
    YUGU = "48", "裕固族"
    JING = "49", "京族"
    TATAER = "50", "塔塔尔族"
    DULONG = "51", "独龙族"
    ELUNCHUN = "52", "鄂伦春族"
    HEZHE = "53", "赫哲族"
    MENBA = "54", "门巴族"
    LUOBA = "55", "珞巴族"
    JINUO = "56", "基诺族"
    OTHER = "97", "其他"


class DocumentKind(models.TextChoices):
    """有效证件类别. Only the number of an identity card can be checked."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他"


class Education(models.TextChoices):
    """学历."""

    DOCTOR = "doctor", "博士"
    MASTER = "master", "硕士"
    BACHELOR = "bachelor", "本科"
    COLLEGE = "college", "大专"
    VOCATIONAL = "vocational", "中专"
    HIGH = "high", "高中"
    MIDDLE = "middle", "初中"
    PRIMARY = "primary", "小学及以下"


class TechGrade(models.TextChoices):
    """技术等级."""

    NONE = "none", "无"
    FIRST = "1", "职业资格一级（高级技师）"
    SECOND = "2", "职业资格二级（技师）"
    THIRD = "3", "职业资格三级（高级）"
    FOURTH = "4", "职业资格四级（中级）"
    FIFTH = "5", "职业资格五级（初级）"


class HouseholdKind(models.TextChoices):
    """户籍类型: the two of the sheet, and the one that household books print since 2014."""

    FARMING = "farming", "农业户口"
    TOWN = "town", "非农业户口"
    RESIDENT = "resident", "居民户口"


class PoliticalStatus(models.TextChoices):
    """政治面貌."""

    PARTY = "party", "中共党员"
    PROBATIONARY = "probationary", "中共预备党员"
    LEAGUE = "league", "共青团员"
    MINGE = "minge", "民革党员"
    MINMENG = "minmeng", "民盟盟员"
    MINJIAN = "minjian", "民建会员"
    MINJIN = "minjin", "民进会员"
    NONGGONG = "nonggong", "农工党党员"
    ZHIGONG = "zhigong", "致公党党员"
    JIUSAN = "jiusan", "九三学社社员"
    TAIMENG = "taimeng", "台盟盟员"
    NON_PARTY = "non_party", "无党派人士"
    MASSES = "masses", "群众"


class WorkGroup(models.TextChoices):
    """新就业形态: the four groups that are counted everywhere, others, and not one of them."""

    TRUCK = "truck", "货车司机"
    RIDE = "ride", "网约车司机"
    COURIER = "courier", "快递员"
    FOOD = "food", "外卖配送员"
    OTHER = "other", "其他新就业形态"
    NONE = "none", "无"


class MaritalStatus(models.TextChoices):
    """婚姻状况."""

    SINGLE = "single", "未婚"
    MARRIED = "married", "已婚"
    WIDOWED = "widowed", "丧偶"
    DIVORCED = "divorced", "离婚"


# 新就业形态劳动者 as the statistics count them.
NEW_FORM = tuple(group for group in WorkGroup if group != WorkGroup.NONE)


class EconomyKind(models.TextChoices):
    """经济类型, the nine of the official organisation sheet."""

    STATE = "state", "国有经济"
    COLLECTIVE = "collective", "集体经济"
    PRIVATE = "private", "私营经济"
    SELF_EMPLOYED = "self_employed", "个体经济"
    ASSOCIATED = "associated", "联营经济"
    SHARES = "shares", "股份制"
    FOREIGN = "foreign", "外商投资"
    HKMT = "hkmt", "港澳台投资"
    OTHER = "other", "其他经济类"


class Industry(models.TextChoices):
    """所属行业: the twenty sections of GB/T 4754 by their letters."""

    A = "A", "农、林、牧、渔业"
    B = "B", "采矿业"
    C = "C", "制造业"
    D = "D", "电力、热力、燃气及水生产和供应业"
    E = "E", "建筑业"
    F = "F", "批发和零售业"
    G = "G", "交通运输、仓储和邮政业"
    H = "H", "住宿和餐饮业"
    I = "I", "信息传输、软件和信息技术服务业"  # noqa: E741 — the standard's own letter
    J = "J", "金融业"
    K = "K", "房地产业"
    L = "L", "租赁和商务服务业"
    M = "M", "科学研究和技术服务业"
    N = "N", "水利、环境和公共设施管理业"
    O = "O", "居民服务、修理和其他服务业"  # noqa: E741 — the standard's own letter
    P = "P", "教育"
    Q = "Q", "卫生和社会工作"
    R = "R", "文化、体育和娱乐业"
    S = "S", "公共管理、社会保障和社会组织"
    T = "T", "国际组织"
