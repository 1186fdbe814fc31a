"""What a header can say of the values below it. Who reads it from a header needs words (`crm.own_fields.headed`)."""

from __future__ import annotations

from enum import StrEnum


class Headed(StrEnum):
    """What a header says of its values, in the order in which it is asked."""

    DATE = "date"
    POSTCODE = "postcode"
    ADDRESS = "address"
    PLACE = "place"
    """A city, of which a list never has all."""
    AREA = "area"
    """A region or a country."""
    IDENTIFIER = "identifier"
    NUMBER = "number"
    YES_NO = "yesNo"
    LINK = "link"
    CHOICE = "choice"
