"""Headers as databases write them: each is read as what it is short for."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from crm.mapping.confidence import NEEDS_VALUES
from crm.mapping.headers.abbreviations import ABBREVIATIONS, spelled_out
from crm.mapping.headers.header_reading import languages_of, read_header
from crm.mapping.headers.vocabulary import SYNONYMS, words_of

TABLES = tomllib.loads(ABBREVIATIONS.read_text(encoding="utf-8"))

# The headers of a database, each with what it is about.
DATABASES = {
    "American": (
        "CUST_ID:other CUSTNAM:full_name CNTCT_FNM:first_name CNTCT_LNM:last_name JOB_TTL:job_title ADDR_LN1:other "
        "RGN_NM:other PHN_NBR:phone EML_ADDR:email CRT_DT:date SLSP_NM:someone_else CMTS:notes SCH_NM:company "
        "job_cd:other"
    ),
    "Brazilian": (
        "CO_ENTIDADE:other NO_ENTIDADE:company NO_MUNICIPIO:other SG_UF:other DT_NASCIMENTO:date "
        "NM_CANDIDATO:full_name DS_OCUPACAO:job_title CD_OCUPACAO:other NU_TELEFONE:phone "
        "DS_EMAIL:email NM_FANTASIA:company CD_ZORP:other"
    ),
    "Mexican": (
        "nom_estab:company raz_social:company nom_vial:other nomb_asent:other cve_mun:other telefono:phone "
        "correoelec:email nom_ent:other ape_pat:last_name desc_cargo:job_title"
    ),
    "French": ("rais_soc:company lib_fonc:job_title lib_commune:other tel_fixe:phone obs:notes pren_cli:first_name"),
    "German": (
        "FA_NAME:company ANSPR:full_name VORNM:first_name FKT_BEZ:job_title LKZ:other MAILADR:email KD_NR:other "
        "BEM:notes"
    ),
    "Italian": "rag_soc:company cogn_cli:last_name indir:other num_cell:phone nome_resp:someone_else p_iva:other",
    "SAP": "STRAS:other ORT01:other PSTLZ:other NAMEV:first_name TELF1:phone SMTP_ADDR:email ERDAT:date KUNNR:other",
    "Chinese": "khmc:client lxr:full_name sjh:phone zw:job_title dz:other ywy:someone_else bz:notes gsmc:company",
    "Japanese": "kaisha_mei:company shimei:full_name denwa:phone yakushoku:job_title jusho:other biko:notes",
    "Indonesian": "nm_perush:company nm_lkp:full_name jbtn:job_title almt:other no_tlp:phone nm_sales:someone_else",
    "Turkish": "cari_kod:other firma_unv:company ad_soyad:full_name cep_tel:phone ilce_adi:other dog_tar:date",
}


@pytest.mark.parametrize("database", DATABASES)
def test_a_column_of_a_database_is_about_what_it_is_short_for(database: str) -> None:
    wanted = dict(pair.split(":") for pair in DATABASES[database].split())
    languages = languages_of(wanted)

    read = {header: read_header(header, languages) for header in wanted}

    assert {header: str(one.meaning) for header, one in read.items()} == wanted
    assert [header for header, one in read.items() if one.confidence < NEEDS_VALUES] == []


def test_a_name_of_something_unknown_stays_doubtful() -> None:
    assert read_header("nm_zorp", frozenset({"pt"})).confidence < NEEDS_VALUES


def test_english_is_written_out_in_another_language_only_where_the_header_says_nothing() -> None:
    german = frozenset({"de"})

    assert list(spelled_out(["tel", "wk"], german, of_databases=False)) == ["telefon wk"]
    assert read_header("Tel WK", german).rank > read_header("Tel", german).rank


def test_a_word_alone_is_not_written_out_where_nothing_is_known_of_the_language() -> None:
    assert list(spelled_out(["cid"], frozenset())) == []


def test_an_abbreviation_is_short_for_one_thing_in_its_language() -> None:
    shorts = {
        language: Counter("".join(words_of(short)) for shorts in table.values() for short in shorts)
        for language, table in TABLES.items()
        if language != "prefixes"
    }

    assert {language for language in shorts if not (SYNONYMS / f"{language}.toml").exists()} == set()
    assert [
        (language, short) for language, found in shorts.items() for short, count in found.items() if count > 1
    ] == []
