"""Addresses of cards, and of the lists they are made and handed out on."""

from django.urls import URLPattern, path

from members.views import card_lists, cards

urlpatterns: list[URLPattern] = [
    path("roll/<int:pk>/card/", cards.issue, name="card_issue"),
    path("cards/", cards.list_cards, name="cards"),
    path("cards/without/", cards.list_without, name="without_card"),
    path("cards/ask/", card_lists.ask, name="card_ask"),
    path("cards/make/", card_lists.make, name="card_make"),
    path("cards/hand-out/", card_lists.hand_out, name="card_hand_out"),
    path("cards/print/", card_lists.print_ticked, name="card_print"),
    path("cards/<int:pk>/scan/", cards.scan, name="card_scan"),
    path("cards/<int:pk>/lose/", cards.lose, name="card_lose"),
    path("cards/<int:pk>/find/", cards.find, name="card_find"),
    path("cards/<int:pk>/replace/", cards.replace, name="card_replace"),
    path("cards/<int:pk>/void/", cards.void, name="card_void"),
    path("card-lists/", card_lists.list_lists, name="card_lists"),
    path("card-lists/<int:pk>/", card_lists.page, name="card_list"),
    path("card-lists/<int:pk>/print/", card_lists.print_list, name="card_list_print"),
    path("card-lists/<int:pk>/attach/", card_lists.attach, name="card_list_attach"),
    path(
        "card-lists/<int:pk>/files/<int:attachment>/",
        card_lists.attachment,
        name="card_list_file",
    ),
]
