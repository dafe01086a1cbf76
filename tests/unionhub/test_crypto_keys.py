"""The office's keys: made once, never overwritten; what they seal opens with them only."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings as project

from unionhub import crypto, keys
from unionhub.crypto import SealBroken, keyed_hash, seal, unseal
from unionhub.keys import KeysMissing


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "office" / "keys"


# --- files ----------------------------------------------------------------------------------------
def test_missing_keys_are_made_for_their_owner_only(folder):
    assert keys.ensure(folder) == ["secret", "field-1", "index"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len({path.read_text() for path in folder.iterdir()}) == 3


def test_keys_that_are_there_are_left_alone(folder):
    keys.ensure(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "index").unlink()
    assert keys.ensure(folder) == ["index"]
    assert keys.ensure(folder) == []
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.pop("index") != before.pop("index")
    assert after == before


def test_a_folder_open_to_others_is_closed(folder):
    folder.mkdir(parents=True, mode=0o755)
    keys.ensure(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_keys_are_read_as_what_they_are(folder):
    keys.ensure(folder)
    (folder / "field-2").write_text("ab" * 32 + "\n")
    read = keys.read(folder)
    assert len(read.secret) == 64
    assert len(read.index) == 32
    assert sorted(read.fields) == [1, 2]
    assert read.fields[2] == b"\xab" * 32


@pytest.mark.parametrize("name", ["secret", "field-1", "index"])
def test_an_absent_key_is_named_with_what_to_do(folder, name):
    keys.ensure(folder)
    (folder / name).unlink()
    with pytest.raises(KeysMissing, match=name) as missing:
        keys.read(folder)
    assert "切勿重新生成" in str(missing.value)


@pytest.mark.parametrize("name", ["field-1", "index"])
@pytest.mark.parametrize("content", ["", "zz", "ab" * 8, "ab" * 33])
def test_a_damaged_key_is_named_and_never_used(folder, name, content):
    keys.ensure(folder)
    (folder / name).write_text(content)
    with pytest.raises(KeysMissing, match=name):
        keys.read(folder)


def test_the_command_says_what_it_did_and_repeats_safely(tmp_path):
    def run():
        return subprocess.run(
            [sys.executable, "-m", "unionhub.keys"],
            env={"UNIONHUB_DATA": str(tmp_path)},
            cwd=project.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert "made secret, field-1, index" in run()
    assert "all present" in run()


# --- seals ----------------------------------------------------------------------------------------
def test_what_is_sealed_opens():
    for text in ("11010119900307037X", "", "胃癌 𠀀㐂", "x" * 10_000):
        assert unseal(seal(text, "illness"), "illness") == text


def test_a_seal_says_nothing_and_is_never_the_same_twice():
    first, second = (seal("11010119900307037X", "id_number") for _ in range(2))
    assert first != second
    assert "11010119900307037X" not in first


def test_a_seal_of_another_column_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal("甲", "illness"), "id_number")


def test_every_changed_character_breaks_the_seal():
    stored = seal("甲", "illness")
    for place in range(2, len(stored)):
        other = "A" if stored[place] != "A" else "B"
        changed = stored[:place] + other + stored[place + 1 :]
        try:
            opened = unseal(changed, "illness")
        except SealBroken:
            continue
        # The last character before the padding has bits that stand for nothing.
        assert opened == "甲"
        assert stored[place + 1 :].strip("=") == ""


def test_after_a_new_key_old_seals_open_and_new_ones_use_it(settings):
    old = seal("甲", "illness")
    settings.FIELD_KEYS = project.FIELD_KEYS | {2: b"\x02" * 32}
    assert unseal(old, "illness") == "甲"
    fresh = seal("甲", "illness")
    assert fresh.startswith("2:")
    assert unseal(fresh, "illness") == "甲"


def test_without_its_key_a_seal_does_not_open_and_the_message_tells_no_text(settings):
    stored = seal("胃癌", "illness")
    settings.FIELD_KEYS = {1: b"\x03" * 32}
    with pytest.raises(SealBroken, match="密钥文件") as broken:
        unseal(stored, "illness")
    assert "胃癌" not in str(broken.value)
    assert broken.value.__suppress_context__


# --- keyed hashes ---------------------------------------------------------------------------------
def test_one_number_has_one_hash_however_it_is_typed():
    assert keyed_hash(" 11010119900307037x ", "id_number") == keyed_hash(
        "110101 19900307 037X", "id_number"
    )


def test_hashes_depend_on_the_number_the_column_and_the_key(settings):
    first = keyed_hash("1", "id_number")
    assert first != keyed_hash("2", "id_number")
    assert first != keyed_hash("1", "bank_card")
    settings.INDEX_KEY = b"another"
    assert first != keyed_hash("1", "id_number")


def test_label_and_text_do_not_run_into_each_other():
    assert keyed_hash("BC", "a") != crypto.keyed_hash("C", "ab")
