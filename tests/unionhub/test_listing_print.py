"""A list is printed as a paper, or says on its own page why not."""

import pytest
from django.urls import reverse

from tests.helpers import sign_in, words_of
from unionhub.documents import pdf
from unionhub.models import AuditEvent

pytestmark = pytest.mark.django_db
ASK = {"do": "print", "reason": "交县总工会"}


def test_a_list_is_printed_and_the_print_is_audited(client, clerk, tiezhu):
    response = sign_in(client, clerk).post(reverse("unionhub:places"), ASK)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(verb="list.print").count() == 1


def test_a_list_too_long_to_print_says_so_on_its_page(client, clerk, tiezhu, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_CELLS", 1)
    response = sign_in(client, clerk).post(reverse("unionhub:places"), ASK)
    assert response.status_code == 200
    assert "请缩小范围分开打印，或导出为 Excel。" in words_of(response)
    assert not AuditEvent.objects.filter(verb="list.print").exists()
