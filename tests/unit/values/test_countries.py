"""Country cells name a region by code, name or flag, in many languages."""

from __future__ import annotations

import pytest
from crm.values.countries import region_named


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("DE", "DE"),
        ("deu", "DE"),
        ("D", "DE"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"),
        ("德国", "DE"),
        ("ドイツ", "DE"),
        ("Südkorea", "KR"),
        ("Etats-Unis", "US"),
        ("EE.UU.", "US"),
        ("U.S.A.", "US"),
        ("アメリカ合衆国", "US"),
        ("UK", "GB"),
        ("Wales, UK", "GB"),
        ("Korea, Republic of", "KR"),
        ("Côte d’Ivoire", "CI"),
        ("AO", "AO"),
        ("US - United States", "US"),
        ("Germany (DE)", "DE"),
        ("\U0001f1eb\U0001f1f7 France", "FR"),
        ("\U0001f1eb\U0001f1f7", "FR"),
        ("Guinea-Bissau", "GW"),
        ("Georgia", None),
        ("Germany / France", None),
        ("Atlantis (DE)", None),
        ("", None),
        ("x" * 100, None),
    ],
)
def test_a_country_is_known_by_its_names(cell: str, region: str | None) -> None:
    assert region_named(cell) == region
