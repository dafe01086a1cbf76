"""Addresses of honours and their allowances."""

from django.urls import URLPattern, path

from members.views import allowances, honours

urlpatterns: list[URLPattern] = [
    path("honours/", honours.list_honours, name="honours"),
    path("honours/find/", honours.find, name="honour_find"),
    path("honours/add/", honours.add, name="honour_add"),
    path("honours/<int:pk>/", honours.page, name="honour"),
    path("honours/<int:pk>/change/", honours.change, name="honour_change"),
    path("honours/<int:pk>/revoke/", honours.revoke, name="honour_revoke"),
    path("honours/<int:pk>/attach/", honours.attach, name="honour_attach"),
    path("honours/<int:pk>/files/<int:attachment>/", honours.attachment, name="honour_attachment"),
    path("honours/<int:pk>/pay/", allowances.pay, name="allowance_pay"),
    path("people/<int:pk>/honours/", honours.of_person, name="honours_of_person"),
    path("allowances/", allowances.list_due, name="allowances"),
    path("allowances/pay/", allowances.pay_open, name="allowances_pay"),
    path("allowances/ledger/", allowances.ledger, name="allowance_ledger"),
    path("allowances/<int:pk>/reverse/", allowances.reverse_payment, name="allowance_reverse"),
]
