"""Labels of phones are read when a file is split, wherever in it they stand, and used when its rows are handled."""

from __future__ import annotations

from tests.crm_in_memory import CrmInMemory, csv_bytes

HEADER = ("Name", "Email", "Phone 1 - Type", "Phone 1 - Value", "Phone 2 - Type", "Phone 2 - Value")


def test_a_label_far_below_the_sample_still_tells_the_phone_from_the_fax(crm: CrmInMemory) -> None:
    rows = [(f"Ada Byron{n}", f"a{n}@x.example", "Work", f"030 90182{n}", "", "") for n in range(200)]
    late = ("Zoe Late", "zoe@x.example", "Telefax", "030 111222", "Zuhause", "030 333444")

    crm.import_file(csv_bytes([*rows, late], HEADER))

    (zoe,) = [texts for texts in crm.texts() if texts["email"] == "zoe@x.example"]
    assert zoe["phone"] == "030 333444"
