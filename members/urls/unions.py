"""Addresses of unions: sheet, terms and officers, committees, regulations, ratings, units."""

from django.urls import URLPattern, path

from members.views import committees, union_records, union_terms, unions

urlpatterns: list[URLPattern] = [
    path("unions/", unions.list_unions, name="unions"),
    path("unions/sheet/", unions.sheet, name="union_sheet"),
    path("unions/terms/", union_terms.list_terms, name="terms"),
    path("unions/officers/", union_terms.list_officers, name="officers"),
    path("unions/regulations/", union_records.list_regulations, name="regulations"),
    path("unions/ratings/", union_records.list_ratings, name="ratings"),
    path("unions/<int:pk>/", unions.page, name="union"),
    path("unions/<int:pk>/change/", unions.change, name="union_change"),
    path("unions/<int:pk>/attach/", unions.attach, name="union_attach"),
    path("unions/<int:pk>/files/<int:attachment>/", unions.attachment, name="union_attachment"),
    path("unions/<int:pk>/units/", unions.units, name="union_units"),
    path("unions/<int:pk>/terms/", union_terms.page, name="union_terms"),
    path("unions/<int:pk>/terms/add/", union_terms.add, name="term_add"),
    path("terms/<int:pk>/change/", union_terms.change, name="term_change"),
    path("terms/<int:pk>/attach/", union_terms.attach, name="term_attach"),
    path("terms/<int:pk>/files/<int:attachment>/", union_terms.attachment, name="term_attachment"),
    path("terms/<int:pk>/officers/add/", union_terms.officer_add, name="officer_add"),
    path("officers/<int:pk>/change/", union_terms.officer_change, name="officer_change"),
    path("officers/<int:pk>/leave/", union_terms.officer_leave, name="officer_leave"),
    path("unions/<int:pk>/committees/", union_records.committees_page, name="union_committees"),
    path("unions/<int:pk>/committees/add/", committees.add_for, name="union_committee_add"),
    path("unions/<int:pk>/regulations/", union_records.regulations_page, name="union_regulations"),
    path("unions/<int:pk>/regulations/add/", union_records.regulation_add, name="regulation_add"),
    path("regulations/<int:pk>/change/", union_records.regulation_change, name="regulation_change"),
    path(
        "regulations/<int:pk>/files/<int:attachment>/",
        union_records.regulation_file,
        name="regulation_attachment",
    ),
    path("unions/<int:pk>/ratings/", union_records.ratings_page, name="union_ratings"),
    path("unions/<int:pk>/ratings/add/", union_records.rating_add, name="rating_add"),
    path("ratings/<int:pk>/change/", union_records.rating_change, name="rating_change"),
    path("committees/", committees.list_committees, name="committees"),
    path("committees/add/", committees.add, name="committee_add"),
    path("committees/<int:pk>/", committees.page, name="committee"),
    path("committees/<int:pk>/change/", committees.change, name="committee_change"),
]
