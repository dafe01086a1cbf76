"""What the documents name is there: pages from tables up to date, commands, settings, words, links."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command, get_commands, load_command_class

from tests.architecture.source import APPS, ROOT, python_files
from unionhub.management.commands import write_docs
from unionhub.permissions import Permission
from unionhub.roles import ROLES

README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
TOP = "|".join([*APPS, "bin", "tests", "docs"])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
ENVIRONMENT = (ROOT / ".env.example").read_text(encoding="utf-8")


def quoted(text):
    """What stands in backticks outside of code blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))


def source_text():
    return "\n".join(path.read_text(encoding="utf-8") for path in sources())


def sources():
    return [*python_files(), *sorted(ROOT.glob("bin/*.py"))]


def commands_named(text):
    """First words of the cells of a command table, and what follows manage.py anywhere."""
    cells = re.findall(r"^\| `([a-z_]+)(?: [^`]*)?` \|", text, flags=re.M)
    return {*cells, *re.findall(r"manage\.py ([a-z_]+)", text)}


class TestWrittenPages:
    def test_are_up_to_date(self):
        call_command("write_docs", check=True, stdout=StringIO())

    def test_name_every_role_permission_and_step(self):
        pages = write_docs.pages()
        for role in ROLES.values():
            assert f"| {role.label} | `{role.key}` |" in pages["roles.md"]
        for permission in Permission:
            assert f"`{permission}`" in pages["roles.md"]
        for flow in write_docs.registered_flows():
            for step in flow:
                assert f"| {step.label} | `{step.verb}` |" in pages["flows.md"]

    def test_every_flow_of_an_app_is_registered(self):
        made = re.findall(r"^([A-Z_]+) = Flow\(", source_text(), flags=re.M)
        assert len(made) == len(write_docs.registered_flows()) > 0

    def test_what_is_stale_is_named_and_then_written(self, settings, tmp_path):
        settings.BASE_DIR = tmp_path
        with pytest.raises(CommandError, match=r"roles\.md、flows\.md"):
            call_command("write_docs", check=True)
        assert not list(tmp_path.iterdir())
        out = StringIO()
        call_command("write_docs", stdout=out)
        call_command("write_docs", check=True, stdout=out)
        assert out.getvalue() == "已写出：roles.md、flows.md。\n已是最新。\n"

    def test_a_diagram_has_one_beginning_and_says_where_it_ends(self):
        page = write_docs.pages()["flows.md"]
        flows = len(write_docs.registered_flows())
        assert page.count("[*] -->") == page.count("stateDiagram-v2") == flows
        assert "closed --> [*]" in page
        assert "applied --> [*]" not in page


class TestNames:
    @pytest.mark.parametrize("paper", PAGES, ids=lambda paper: paper.name)
    def test_commands_exist(self, paper):
        named = re.findall(r"manage\.py ([a-z_]+)", paper.read_text(encoding="utf-8"))
        assert set(named) <= set(get_commands())

    def test_every_command_of_the_readme_exists(self):
        section = README.split("## Commands", 1)[1].split("\n## ", 1)[0]
        named = commands_named(section)
        assert {"demo", "summary", "tally", "figures"} <= named
        assert named <= set(get_commands())

    def test_every_option_of_the_readme_is_taken(self):
        section = README.split("## Commands", 1)[1].split("\n## ", 1)[0]
        for line in re.findall(r"^\| `([^`]+)` \|", section, flags=re.M):
            name, *rest = line.split()
            parser = load_command_class(get_commands()[name], name).create_parser("", name)
            taken = {text for action in parser._actions for text in action.option_strings}
            assert {re.sub(r"[^a-z-]", "", word) for word in rest if "--" in word} <= taken

    @pytest.mark.parametrize("paper", PAGES, ids=lambda paper: paper.name)
    def test_settings_exist(self, paper):
        text = paper.read_text(encoding="utf-8")
        scripts = [path for path in (ROOT / "bin").iterdir() if path.is_file()]
        known = ENVIRONMENT + "".join(p.read_text(encoding="utf-8") for p in [*scripts, *sources()])
        named = set(re.findall(r"\b(?:UNIONHUB_[A-Z]+|DATABASE_URL|FORWARDED_ALLOW_IPS)\b", text))
        assert {name for name in named if name not in known} == set()

    def test_the_readme_names_only_settings_of_the_example(self):
        named = set(re.findall(r"\b(?:UNIONHUB_[A-Z]+|DATABASE_URL)\b", README))
        assert {name for name in named if f"#{name}=" not in ENVIRONMENT} == set()

    @pytest.mark.parametrize("paper", PAGES, ids=lambda paper: paper.name)
    def test_links_lead_somewhere(self, paper):
        links = re.findall(r"\]\(([^)#]+)[^)]*\)", paper.read_text(encoding="utf-8"))
        gone = [link for link in links if not (paper.parent / link).exists()]
        assert [link for link in gone if "://" not in link] == []

    @pytest.mark.parametrize("paper", PAGES, ids=lambda paper: paper.name)
    def test_files_named_are_there(self, paper):
        named = quoted(paper.read_text(encoding="utf-8"))
        paths = [n for n in named if re.fullmatch(rf"(?:{TOP})/(?:[a-z_]+/)*[a-z_]+(?:\.py)?", n)]
        assert [name for name in paths if not Path(ROOT, name).exists()] == []


class TestGlossary:
    def test_every_record_kind_stands_under_its_own_name(self):
        missing = [
            model.__name__
            for app in APPS
            for model in apps.get_app_config(app).get_models()
            if f"`{model.__name__}`" not in GLOSSARY
        ]
        assert missing == []

    def test_every_identifier_is_one(self):
        text = source_text()
        words = {word for name in quoted(GLOSSARY) for word in re.findall(r"[A-Za-z_]{2,}", name)}
        ours = {word for word in words if not re.search(rf"\b\w*{re.escape(word)}\b", text)}
        assert ours - {"md", "py", "XINGFA", "KAILU", "tests", "test_docs"} == set()


class TestDecisions:
    def test_are_numbered_without_gaps(self):
        numbers = [int(path.name[:4]) for path in DECISIONS]
        assert numbers == list(range(1, len(numbers) + 1))

    @pytest.mark.parametrize("paper", DECISIONS, ids=lambda paper: paper.stem)
    def test_ask_decide_and_give_reasons_on_one_page(self, paper):
        text = paper.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(paper.name[:4])}. ")
        for part in ("**Question.**", "**Decision.**", "**Why.**", "**What follows.**"):
            assert part in text
        assert len(text.split()) < 450
