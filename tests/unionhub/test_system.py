"""Commands act as a named account that nobody can log in as."""

from django.contrib.auth import authenticate

from unionhub.models import User
from unionhub.permissions import Permission
from unionhub.system import USERNAME, system_scope


def test_the_same_account_serves_every_organisation(xingfa, yongan):
    here, there = system_scope(xingfa), system_scope(yongan)

    assert here.user == there.user
    assert (here.organisation, there.organisation) == (xingfa, yongan)
    assert here.may(Permission.SUMMARY_VIEW)


def test_nobody_can_log_in_as_it(xingfa, rf):
    system_scope(xingfa)

    user = User.objects.get(username=USERNAME)
    assert not user.is_active
    assert not user.has_usable_password()
    assert not user.posts.exists()
    assert authenticate(rf.post("/"), username=USERNAME, password="") is None
