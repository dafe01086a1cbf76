"""Workbooks are read as plain data; hostile and broken ones get a message, and nothing else."""

from __future__ import annotations

import struct
import warnings
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.workbooks import (
    CLOCK,
    DAY,
    MAIN,
    MOMENT,
    SHEET,
    cell,
    packed,
    parts,
    roster,
    row,
    text,
    workbook,
    worksheet,
)
from unionhub.spreadsheets.reading import ERROR, read_workbook
from unionhub.spreadsheets.refusing import Limits, WorkbookRefused
from unionhub.spreadsheets.writing import Column, Sheet, write_workbook


def rows_of(content, number=0):
    return read_workbook(content, "花名册.xlsx").sheets[number].rows


def refusal(content, **limits):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(content, "花名册.xlsx", limits=Limits(**limits))
    assert refused.value.message.startswith("“花名册.xlsx”")
    return refused.value.code


# --- good workbooks -------------------------------------------------------------------------------
def test_what_we_write_can_be_read():
    columns = [Column("姓名"), Column("金额", "money"), Column("日期", "day")]
    sheet = Sheet("台账", "", columns, [["马关旺", 300, date(2010, 6, 30)]], sign_off=())
    content = write_workbook([sheet])
    assert rows_of(content) == (
        (1, ("姓名", "金额", "日期")),
        (2, ("马关旺", 300, date(2010, 6, 30))),
    )


def test_rows_keep_the_numbers_excel_gives_them_and_cells_their_columns():
    content = workbook(worksheet(row(3, text("B3", "甲")), row(7, text("C7", "乙"))))
    assert rows_of(content) == ((3, (None, "甲")), (7, (None, None, "乙")))


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (cell("A1", "12"), 12),
        (cell("A1", "12.5"), 12.5),
        (cell("A1", "0.1"), 0.1),
        (cell("A1", "110101199003070000"), 110101199003070000),
        (cell("A1", "1", "b"), True),
        (cell("A1", "0", "s"), "共享"),
        (cell("A1", "40359", style=DAY), date(2010, 6, 30)),
        (cell("A1", "40359.5", style=MOMENT), datetime.fromisoformat("2010-06-30T12:00")),
        (cell("A1", "0.5", style=CLOCK), "12:00:00"),
        (cell("A1", "2010-06-30", "d"), date(2010, 6, 30)),
        (cell("A1", "#N/A", "e"), ERROR),
        (cell("A1", "NaN"), ERROR),
        (cell("A1", "-INF"), ERROR),
        (cell("A1", "NaN", style=DAY), ERROR),
        ('<c r="A1"><f>1+1</f></c>', ERROR),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1" t="str"><f>B1</f><v>甲</v></c>', "甲"),
        ("<c><v>5</v></c>", 5),
    ],
)
def test_cells_are_plain_values(one, value):
    ((_, cells),) = rows_of(workbook(worksheet(row(1, one))))
    assert cells == (value,)
    assert type(cells[0]) is type(value)


def test_errors_stand_also_where_nothing_else_does():
    sheet = worksheet(row(1, text("A1", "甲")), row(3, cell("B3", "#REF!", "e")))
    assert rows_of(workbook(sheet)) == ((1, ("甲",)), (3, (None, ERROR)))


def test_the_last_millisecond_of_june_is_in_june():
    ((_, (moment,)),) = rows_of(
        workbook(worksheet(row(1, cell("A1", "40359.99999998843", style=MOMENT))))
    )
    assert moment.date() == date(2010, 6, 30)


@pytest.mark.parametrize("flag", ["1", "true"])
def test_days_of_the_1904_system_are_right(flag):
    sheet = worksheet(row(1, cell("A1", "38897", style=DAY)))
    assert rows_of(workbook(sheet, attributes=f'date1904="{flag}"')) == ((1, (date(2010, 6, 30),)),)


def test_blank_text_is_no_content():
    sheet = worksheet(row(1, text("A1", "甲")), row(2, text("A2", "&#12288; ")))
    assert rows_of(workbook(sheet)) == ((1, ("甲",)),)


def test_hidden_sheets_are_named_and_not_read():
    one = worksheet(row(1, text("A1", "甲")))
    far = worksheet(row(1_048_576, text("XFD1048576", "乙")))
    content = workbook(
        one, far, far, names=["名单", "底稿", "宏表"], states=["visible", "hidden", "veryHidden"]
    )
    sheets = read_workbook(content, "花名册.xlsx").sheets
    assert [(sheet.name, sheet.hidden, len(sheet.rows)) for sheet in sheets] == [
        ("名单", False, 1),
        ("底稿", True, 0),
        ("宏表", True, 0),
    ]


def test_cells_merged_over_rows_are_told():
    merges = '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="B2:B1048576"/></mergeCells>'
    sheet = worksheet(row(1, text("A1", "甲")), row(3, text("A3", "乙")), after=merges)
    (found,) = read_workbook(workbook(sheet), "花名册.xlsx").sheets
    assert found.merged == ((2, 2, 3, 2),)


def test_a_million_blank_rows_do_not_matter():
    blank = (f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_048_577))
    assert rows_of(workbook(worksheet(row(1, text("A1", "甲")), *blank))) == ((1, ("甲",)),)


def test_elements_of_the_same_name_after_the_cells_are_no_cells():
    after = '<extLst><ext xmlns:xm="x"><xm:f>A1</xm:f></ext></extLst>'
    assert rows_of(workbook(worksheet(row(1, text("A1", "甲")), after=after))) == ((1, ("甲",)),)


def test_prefixed_elements_are_read():
    sheet = worksheet(row(1, cell("A1", "7"))).replace("</", "</x:").replace("<", "<x:")
    sheet = sheet.replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    assert rows_of(workbook(sheet)) == ((1, (7,)),)


# --- what is no xlsx ------------------------------------------------------------------------------
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        ("姓名,身份证号\n".encode(), "not_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "not_workbook"),
        (OLE, "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04" + bytes(200), "damaged"),
        (roster()[:-30], "damaged"),
        (roster()[:400], "damaged"),
        (packed({"word/document.xml": "<w/>"}), "not_workbook"),
        (packed({}), "not_workbook"),
    ],
)
def test_other_files_are_refused_by_what_they_are(content, code):
    assert refusal(content) == code


def test_a_file_too_large_is_refused_unread():
    assert refusal(roster(), size=100) == "too_large"


@pytest.mark.parametrize(
    "part", [{"xl/vbaProject.bin": "x"}, {"xl/macrosheets/sheet1.xml": "<x/>"}]
)
def test_macros_are_refused(part):
    assert refusal(roster(**part)) == "macro"


def test_a_workbook_that_calls_itself_macro_enabled_is_refused():
    types = parts()["[Content_Types].xml"].replace("application/xml", "x.sheet.macroEnabled.main")
    assert refusal(roster(**{"[Content_Types].xml": types})) == "macro"


def test_the_binary_format_is_refused():
    assert refusal(roster(**{"xl/workbook.bin": "x"})) == "old_format"


# --- archives that lie ----------------------------------------------------------------------------
def patched(content, marker, offset, form, value, part=SHEET):
    """The archive with one number changed in the header (b"PK12" or b"PK34") of a part."""
    raw = bytearray(content)
    back = 46 if marker == b"PK\x01\x02" else 30
    place = -1
    while (place := raw.find(marker, place + 1)) >= 0:
        if raw[place + back :].startswith(part.encode()):
            struct.pack_into(form, raw, place + offset, value)
    return bytes(raw)


ENTRY, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = roster(**{SHEET: worksheet(" " * 50_000_000)})
    assert len(bomb) < 100_000
    assert refusal(bomb) == "archive"


def test_what_unpacks_to_too_much_in_all_is_refused():
    assert refusal(roster(), unpacked=1000) == "archive"


def test_too_many_parts_are_refused():
    assert refusal(roster(**{f"xl/media/{n}.xml": "<x/>" for n in range(1001)})) == "archive"


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_declared_size_that_is_not_the_true_one_is_refused(size):
    assert refusal(patched(roster(), ENTRY, 24, "<I", size)) == "archive"


def test_a_wrong_checksum_is_refused():
    assert refusal(patched(roster(), ENTRY, 16, "<I", 1)) == "damaged"


@pytest.mark.parametrize(("marker", "offset"), [(ENTRY, 8), (LOCAL, 6)])
def test_an_encryption_flag_is_refused(marker, offset):
    code = refusal(patched(roster(), marker, offset, "<H", 1))
    assert code == ("encrypted" if marker == ENTRY else "archive")


def test_an_odd_way_of_compressing_is_refused():
    assert refusal(patched(roster(), ENTRY, 10, "<H", 12)) == "archive"


def test_parts_that_overlap_are_refused():
    """Two entries of the directory lead to the same bytes."""
    content = roster(**{"xl/a.xml": "<x/>", "xl/b.xml": "<x/>"})
    with ZipFile(BytesIO(content)) as archive:
        first = archive.getinfo("xl/a.xml").header_offset
    same_name = content.replace(b"xl/b.xml", b"xl/a.xml")
    assert refusal(patched(content, ENTRY, 42, "<I", first, "xl/b.xml")) == "archive"
    assert refusal(patched(same_name, ENTRY, 42, "<I", first, "xl/a.xml")) == "archive"


@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_two_parts_of_one_name_are_refused(name):
    out = BytesIO(roster())
    with warnings.catch_warnings(), ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, worksheet(row(1, text("A1", "另一个"))))
    assert refusal(out.getvalue()) == "archive"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "xl/../../evil.xml", "C:/x.xml"])
def test_a_part_that_leads_outside_is_refused(name):
    assert refusal(roster(**{name: "<x/>"})) == "archive"


# --- XML ------------------------------------------------------------------------------------------
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
GOOD = parts(worksheet(row(1, text("A1", "姓名"))), names=["花名册"])


@pytest.mark.parametrize("dtd", [XXE, LAUGHS, "<!DOCTYPE x>"])
@pytest.mark.parametrize("part", [*GOOD, "docProps/app.xml"])
def test_a_document_type_is_refused_in_every_part(part, dtd):
    assert refusal(roster(**{part: dtd + GOOD.get(part, "<x/>")})) == "dtd"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("dtd", "codes"), [(XXE, {"dtd"}), ("", {"encoding"})])
def test_an_unusual_encoding_hides_nothing(encoding, dtd, codes):
    sheet = f'<?xml version="1.0" encoding="utf-16"?>{dtd}{worksheet()}'
    assert refusal(roster(**{SHEET: sheet.encode(encoding)})) in codes


@pytest.mark.parametrize("encoding", ["gbk", "utf-7", "iso-8859-1", "utf-32"])
def test_other_encodings_are_refused(encoding):
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>{worksheet()}'
    assert refusal(roster(**{SHEET: sheet.encode("ascii")})) in {"encoding", "damaged"}


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "no xml",
        worksheet()[:-5],
        worksheet(row(1, cell("A1", "9", "s"))),
        worksheet(row(2, text("A2", "甲")), row(1, text("A1", "乙"))),
        worksheet(row(1, text("A1", "甲"), text("A1", "乙"))),
        worksheet(row(1, text("B1", "甲"), text("A1", "乙"))),
        worksheet(row(1, text("A2", "甲"))),
        worksheet(row("x", text("A1", "甲"))),
        worksheet('<row r="1"><c r="A1"><v>&#xD800;</v></c></row>'),
    ],
)
def test_broken_sheets_are_refused_as_damaged(sheet):
    assert refusal(roster(**{SHEET: sheet})) == "damaged"


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_workbook_without_a_part_it_needs_is_refused(missing):
    assert refusal(packed({k: v for k, v in GOOD.items() if k != missing})) in {
        "not_workbook",
        "damaged",
    }


# --- limits ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1", "A20101", "GS1"])
def test_content_far_out_is_refused_with_its_place(place):
    number = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    sheet = worksheet(row(number, text(place, " 。")))
    with pytest.raises(WorkbookRefused, match=f"花名册.*{place}格") as refused:
        read_workbook(roster(**{SHEET: sheet}), "名单.xlsx")
    assert refused.value.code == "too_far"


def test_too_many_cells_are_refused():
    sheet = worksheet(*(row(n, text(f"A{n}", "甲")) for n in range(1, 12)))
    assert refusal(roster(**{SHEET: sheet}), cells=10) == "too_many_cells"


def test_a_cell_too_long_is_refused_with_its_place():
    sheet = worksheet(row(2, text("B2", "甲" * 32_768)))
    with pytest.raises(WorkbookRefused, match="B2格"):
        read_workbook(roster(**{SHEET: sheet}), "名单.xlsx")


def test_one_text_shared_by_many_cells_does_not_fill_the_memory():
    strings = f'<sst xmlns="{MAIN}"><si><t>{"甲乙丙" * 10_000}</t></si></sst>'
    cells = (row(n, cell(f"A{n}", "0", "s")) for n in range(1, 20_001))
    changed = {"xl/sharedStrings.xml": strings, SHEET: worksheet(*cells)}
    assert refusal(roster(**changed)) in {"too_many_cells", "too_heavy"}


@pytest.mark.parametrize("limits", [{"memory": 2**20}, {"cpu_seconds": 1}])
def test_a_child_stopped_by_its_limits_becomes_a_message(limits):
    blank = (
        f'<row r="{n}"><c r="A{n}"/><c r="B{n}"/><c r="C{n}"/></row>' for n in range(1, 900_000)
    )
    long = roster(**{SHEET: worksheet(*blank)})
    assert refusal(long, **limits) == "too_heavy"
    assert rows_of(roster()) == ((1, ("姓名",)),)  # the next one is read


def test_a_child_that_takes_too_long_becomes_a_message():
    assert refusal(roster(), wall_seconds=0.001) == "too_heavy"


def test_mutated_workbooks_are_read_or_refused():
    good = write_workbook([Sheet("台账", "台账", [Column("姓名")], [["马关旺"]] * 50)])
    for step in range(40):
        raw = bytearray(good)
        for place in range(step * 7 % 97, len(raw), 977 + step):
            raw[place] = (raw[place] * 31 + step) % 256
        try:
            read_workbook(bytes(raw), "x.xlsx")
        except WorkbookRefused:
            continue
