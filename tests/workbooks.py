"""Workbooks made by hand, part by part, the way no spreadsheet program would."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
DAY, MOMENT, CLOCK = 1, 2, 3  # styles of the style sheet below


def cell(place, value="", kind="", style=0):
    inside = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
    return f'<c r="{place}" s="{style}"{f" t={kind!r}" if kind else ""}>{inside}</c>'


def text(place, value):
    return cell(place, value, "inlineStr")


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def worksheet(*rows, after=""):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def book_part(names=("花名册",), *, states=(), attributes=""):
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[n - 1]}"' if n <= len(states) else "")
        + "/>"
        for n, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr {attributes}/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def parts(*sheets, names=None, states=(), attributes=""):
    """The parts of a workbook with these worksheets, by name; tests change them at will."""
    names = names or [f"表{n}" for n in range(1, len(sheets) + 1)]
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="st" Type="{OFFICE}/styles" Target="styles.xml"/>'
    links += f'<Relationship Id="ss" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    found = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book_part(names, states=states, attributes=attributes),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>共享</t></si></sst>',
    }
    for number, sheet in enumerate(sheets, 1):
        found[f"xl/worksheets/sheet{number}.xml"] = sheet
    return found


def packed(found):
    """The archive of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(*sheets, **more):
    return packed(parts(*sheets, **more))


def roster(**changed):
    """A good workbook of one filled cell, with some parts replaced: ``roster(**{name: part})``."""
    return packed(parts(worksheet(row(1, text("A1", "姓名"))), names=["花名册"]) | changed)
