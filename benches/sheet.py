"""An xlsx of one sheet from an order file, with a column of notes that do not pack: python benches/sheet.py ORDERS.csv OUT.xlsx ROWS"""
import csv
import random
import sys
import zipfile

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def text(value):
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def main(source, target, rows):
    chance = random.Random(7)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book, open(source, newline="", encoding="utf-8") as orders:
        for name, xml in parts.items():
            book.writestr(name, '<?xml version="1.0"?>' + xml)
        reader = csv.reader(orders)
        header = next(reader)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            heading = "".join(text(name) for name in [*header[:4], "note", header[4]])
            sheet.write(f'<?xml version="1.0"?><worksheet xmlns="{SHEET}"><sheetData><row>{heading}</row>'.encode())
            for _, row in zip(range(rows), reader):
                cells = "".join(map(text, row[:4])) + text(f"{chance.getrandbits(512):0128x}") + f"<c><v>{row[4]}</v></c>"
                sheet.write(f"<row>{cells}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
