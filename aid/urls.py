from django.urls import URLPattern, path

from aid.views import cases, corrections, funds, papers, steps

app_name = "aid"
urlpatterns: list[URLPattern] = [
    path("cases/", cases.list_cases, name="cases"),
    path("cases/find/", cases.find, name="case_find"),
    path("cases/add/", cases.add, name="case_add"),
    path("cases/<int:pk>/", cases.page, name="case"),
    path("cases/<int:pk>/change/", cases.change, name="case_change"),
    path("cases/<int:pk>/step/<slug:verb>/", steps.step, name="case_step"),
    path("cases/<int:pk>/print/", papers.print_case, name="case_print"),
    path("cases/<int:pk>/reveal/", papers.reveal, name="case_reveal"),
    path("cases/<int:pk>/attach/", papers.attach, name="case_attach"),
    path("cases/<int:pk>/files/<int:attachment>/", papers.attachment, name="case_attachment"),
    path("people/<int:pk>/", cases.of_person, name="of_person"),
    path("lines/<int:pk>/correct/", corrections.ask, name="correction_ask"),
    path("corrections/<int:pk>/", corrections.decide, name="correction_decide"),
    path("funds/", funds.list_funds, name="funds"),
    path("funds/add/", funds.add, name="fund_add"),
    path("funds/<int:pk>/", funds.page, name="fund"),
    path("funds/<int:pk>/change/", funds.change, name="fund_change"),
    path("funds/<int:pk>/income/", funds.income, name="fund_income"),
    path("funds/<int:pk>/close/", funds.close_month, name="fund_close"),
    path("income/<int:pk>/", funds.income_page, name="income"),
    path("income/<int:pk>/reverse/", funds.reverse_income, name="income_reverse"),
    path("ledger/", funds.ledger, name="ledger"),
]
