"""LibreOffice without a window, driven through UNO: open, set, recalculate, read."""
import os
import subprocess
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue


def option(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


class Office:
    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory()
        pipe = f"plan-loyalty-{os.getpid()}"
        command = ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{self.profile.name}", f"--accept=pipe,name={pipe};urp;"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(240):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                if self.process.poll() is not None:
                    raise RuntimeError("LibreOffice ended before it answered")
                time.sleep(0.5)
        else:
            raise RuntimeError("LibreOffice does not answer")
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        return self

    def __exit__(self, *_):
        try:
            self.desktop.terminate()
        except Exception:
            pass
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.profile.cleanup()

    def open(self, path):
        return Sheets(self.desktop.loadComponentFromURL("file://" + os.path.abspath(path), "_blank", 0, (option("Hidden", True),)))


class Sheets:
    def __init__(self, document):
        self.document = document

    def close(self):
        self.document.close(True)

    def recalculate(self):
        """Hard: every formula, whatever its cached value."""
        self.document.calculateAll()

    def cell(self, sheet, name):
        return self.document.Sheets.getByName(sheet).getCellRangeByName(name)

    def value(self, sheet, name):
        return self.cell(sheet, name).Value

    def set(self, sheet, name, value):
        self.cell(sheet, name).Value = value

    def errors(self):
        """Cells with an error, on every sheet."""
        found = []
        for i in range(self.document.Sheets.Count):
            sheet = self.document.Sheets.getByIndex(i)
            ranges = sheet.queryFormulaCells(4)
            if ranges.Count:
                found.append(f"{sheet.Name}: {ranges.RangeAddressesAsString}")
        return found

    def pdf(self, path):
        self.document.storeToURL("file://" + os.path.abspath(path), (option("FilterName", "calc_pdf_Export"),))
