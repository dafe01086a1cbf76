"""The log, for those who may read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from unionhub import audit
from unionhub.listing import show_list
from unionhub.listings import AUDIT
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, may


@require_http_methods(["GET", "POST"])
@may(P.AUDIT_VIEW)
def log(request: OfficeRequest) -> HttpResponse:
    notice = ""
    if request.method == "POST" and request.POST.get("do") == "verify":
        broken = audit.broken_at()
        notice = (
            "日志完整，未发现改动。"
            if broken is None
            else f"日志在第{broken}条处断开，请立即报告。"
        )
    return show_list(request, AUDIT, notice=notice, template_tools="unionhub/audit_tools.html")
