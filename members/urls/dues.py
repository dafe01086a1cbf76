"""Addresses of dues, what units pay, and the rates."""

from django.urls import URLPattern, path

from members.views import dues, dues_entry

urlpatterns: list[URLPattern] = [
    path("dues/ledger/", dues.ledger, name="dues"),
    path("dues/payments/<int:pk>/", dues.page, name="dues_payment"),
    path("dues/payments/<int:pk>/reverse/", dues.reverse_payment, name="dues_reverse"),
    path("dues/members/", dues.of_members, name="dues_of_members"),
    path("dues/arrears/", dues.arrears, name="dues_arrears"),
    path("dues/enter/", dues_entry.enter, name="dues_enter"),
    path("dues/units/", dues.of_units, name="dues_units"),
    path("dues/unions/", dues.of_unions, name="dues_unions"),
    path("dues/unions/<int:pk>/", dues.of_one_union, name="dues_of_union"),
    path("dues/rates/", dues_entry.rates, name="dues_rates"),
    path("dues/rates/add/", dues_entry.rate_add, name="dues_rate_add"),
    path("dues/rates/<int:pk>/", dues_entry.rate_change, name="dues_rate_change"),
    path("employers/<int:pk>/dues/", dues.of_one_employer, name="dues_of_employer"),
    path("employers/<int:pk>/dues/add/", dues_entry.add_unit, name="dues_add_unit"),
    path("people/<int:pk>/dues/", dues.of_person, name="dues_of_person"),
    path("people/<int:pk>/dues/add/", dues_entry.add_member, name="dues_add"),
]
