"""A function's bundle holds what its handler can reach by imports, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from easy_crm.bundling.closure import Closure, ModuleMissingError, SourceTree

Write = Callable[[dict[str, str]], SourceTree]
HANDLER = "crm/handlers/reader.py"
LAMBDA_SRC = Path(__file__).resolve().parents[2] / "lambda_src"
SOURCES = SourceTree(LAMBDA_SRC)


@pytest.fixture
def tree(tmp_path: Path) -> Write:
    """Writes files below `crm/`, each folder a package."""

    def write(files: dict[str, str]) -> SourceTree:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            for folder in path.relative_to(tmp_path).parents:
                if path.suffix == ".py" and folder.parts and not (tmp_path / folder / "__init__.py").exists():
                    (tmp_path / folder / "__init__.py").write_text("")
        return SourceTree(tmp_path)

    return write


def _modules(closure: Closure) -> set[str]:
    return {file.as_posix() for file in closure.files if file.name != "__init__.py"}


def _reached(tree: SourceTree) -> set[str]:
    return _modules(tree.closure("crm.handlers.reader"))


@pytest.mark.parametrize(
    "statement",
    [
        "import crm.leads.model",
        "import crm.leads.model as model",
        "from crm.leads import model",
        "from crm.leads.model import Lead",
        "from ..leads import model",
        "from ..leads.model import Lead",
        "def read():\n    from crm.leads.model import Lead",
        "try:\n    import crm.leads.model\nexcept ImportError:\n    pass",
        "import importlib\nimportlib.import_module('crm.leads.model')",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'crm.leads.model'])",
        "from crm.leads import Lead",
    ],
)
def test_every_way_to_import_counts(statement: str, tree: Write) -> None:
    files = {
        HANDLER: statement,
        "crm/leads/model.py": "class Lead: ...",
        "crm/leads/other.py": "",
    }
    if statement == "from crm.leads import Lead":
        files["crm/leads/__init__.py"] = "from crm.leads.model import Lead"
    assert _reached(tree(files)) == {HANDLER, "crm/leads/model.py"}


def test_imports_are_followed_to_their_end(tree: Write) -> None:
    files = {
        HANDLER: "import crm.one.a",
        "crm/one/a.py": "from crm.two.b import thing",
        "crm/two/b.py": "from crm.one import a",
        "crm/two/c.py": "",
    }
    assert _reached(tree(files)) == {HANDLER, "crm/one/a.py", "crm/two/b.py"}


def test_packages_above_a_module_come_along_with_what_they_import(tree: Write) -> None:
    files = {
        HANDLER: "import crm.leads.deep.model",
        "crm/leads/__init__.py": "from crm.words import WORDS",
        "crm/leads/deep/model.py": "",
        "crm/words.py": "WORDS = 1",
    }
    closure = tree(files).closure("crm.handlers.reader")
    assert {Path("crm/__init__.py"), Path("crm/leads/__init__.py"), Path("crm/leads/deep/__init__.py")} <= set(
        closure.files
    )
    assert "crm/words.py" in _modules(closure)


@pytest.mark.parametrize("condition", ["TYPE_CHECKING", "typing.TYPE_CHECKING"])
def test_what_only_type_checkers_see_is_left_out(condition: str, tree: Write) -> None:
    files = {
        HANDLER: f"if {condition}:\n    import crm.types\nelse:\n    import crm.values",
        "crm/types.py": "",
        "crm/values.py": "",
    }
    assert _reached(tree(files)) == {HANDLER, "crm/values.py"}


LAZY_PACKAGE = """
from crm.sheets.model import Row

def __getattr__(name):
    from crm.sheets import reader
    import heavy
    return getattr(reader, name)
"""


@pytest.mark.parametrize(
    ("statement", "is_needed"),
    [
        ("from crm.sheets.model import Row", False),
        ("from crm.sheets import Row", False),
        ("from crm.sheets import model", False),
        ("from crm.sheets import open_sheet", True),
        ("from crm.sheets import *", True),
        ("import crm.sheets", True),
        ("from crm import sheets", True),
        ("from crm.sheets.reader import open_sheet", True),
    ],
)
def test_what_a_package_imports_late_is_needed_by_those_who_ask_for_it(
    statement: str, is_needed: bool, tree: Write
) -> None:
    files = {
        HANDLER: statement,
        "crm/sheets/__init__.py": LAZY_PACKAGE,
        "crm/sheets/model.py": "",
        "crm/sheets/reader.py": "",
    }
    closure = tree(files).closure("crm.handlers.reader")
    assert ("crm/sheets/reader.py" in _modules(closure)) == is_needed
    assert ("heavy" in closure.third_party) == (is_needed and "reader" not in statement)


def test_data_files_beside_reached_modules_come_along(tree: Write) -> None:
    files = {
        HANDLER: "import crm.mapping.rules.pipeline",
        "crm/mapping/rules/pipeline.py": "",
        "crm/mapping/headers/synonyms.toml": "",
        "crm/mapping/words/en.txt": "",
        "crm/mapping/model/net.py": "",
        "crm/mapping/model/weights.json": "",
        "crm/elsewhere/unused.toml": "",
        "crm/elsewhere/module.py": "",
    }
    data = {
        file.as_posix() for file in tree(files).closure("crm.handlers.reader").files if file.suffix in (".toml", ".txt")
    }
    assert data == {"crm/mapping/headers/synonyms.toml", "crm/mapping/words/en.txt"}


def test_compiled_files_are_no_data(tree: Write, tmp_path: Path) -> None:
    source = tree({HANDLER: ""})
    cache = tmp_path / "crm" / "handlers" / "__pycache__"
    cache.mkdir()
    (cache / "reader.cpython-311.pyc").write_bytes(b"x")
    assert _reached(source) == {HANDLER}


def test_modules_outside_are_named_and_not_bundled(tree: Write) -> None:
    closure = tree({HANDLER: "import boto3.session\nfrom pydantic import BaseModel\nimport json"}).closure(
        "crm.handlers.reader"
    )
    assert closure.third_party == {"boto3", "pydantic", "json"}


@pytest.mark.parametrize(
    "statement", ["import crm.gone", "from crm.gone import thing", "from crm.gone.deeper import x"]
)
def test_an_import_of_a_module_that_is_not_there_is_refused_by_name(statement: str, tree: Write) -> None:
    with pytest.raises(ModuleMissingError, match=r"crm/handlers/reader\.py needs crm\.gone"):
        tree({HANDLER: statement}).closure("crm.handlers.reader")


def test_a_function_without_a_handler_is_refused_by_name(tree: Write) -> None:
    with pytest.raises(ModuleMissingError, match=r"crm\.handlers\.writer"):
        tree({HANDLER: ""}).closure("crm.handlers.writer")


def _lists_of_words(function: str) -> set[str]:
    closure = SOURCES.closure(f"crm.handlers.{function}")
    return {file.as_posix() for file in closure.files if file.suffix == ".toml"}


def test_the_splitter_has_the_words_that_tell_rows_and_cells_apart() -> None:
    assert {
        "crm/spreadsheets/layout/words.toml",
        "crm/spreadsheets/cell_kinds/words.toml",
        "crm/values/known_values/known_values.toml",
    } <= _lists_of_words("lead_splitter")


@pytest.mark.parametrize("function", ["batch_worker", "import_api", "lead_api", "lead_exporter", "file_upload"])
def test_words_of_spreadsheets_are_in_no_other_bundle(function: str) -> None:
    assert not [name for name in _lists_of_words(function) if name.startswith("crm/spreadsheets/")]


HANDLERS = {path.stem for path in (LAMBDA_SRC / "crm" / "handlers").glob("[!_]*.py")}
WORDS_OF_QUESTIONS = {f"crm/chat/words/{language}.toml" for language in ("en", "de", "es", "fr", "ja", "zh")}


def test_the_chatbot_has_the_words_of_questions_and_answers() -> None:
    answers = {f"crm/chat/answer_texts/{language}.toml" for language in ("en", "de", "es", "fr", "ja", "zh", "zh-Hant")}

    assert WORDS_OF_QUESTIONS | answers <= _lists_of_words("chatbot")


@pytest.mark.parametrize("function", sorted(HANDLERS - {"chatbot"}))
def test_words_of_questions_are_in_no_other_bundle(function: str) -> None:
    assert not [name for name in _lists_of_words(function) if name.startswith("crm/chat/")]
