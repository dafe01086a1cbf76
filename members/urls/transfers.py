"""Addresses of 组织关系转接."""

from django.urls import URLPattern, path

from members.views import moves, transfers

urlpatterns: list[URLPattern] = [
    path("roll/<int:pk>/transfer/", transfers.send, name="transfer_send"),
    path("roll/<int:pk>/move/", moves.move, name="move"),
    path("people/<int:pk>/arrive/", moves.arrive, name="arrive"),
    path("transfers/in/", transfers.list_in, name="transfers_in"),
    path("transfers/out/", transfers.list_out, name="transfers_out"),
    path("transfers/<int:pk>/", transfers.page, name="transfer"),
    path("transfers/<int:pk>/accept/", transfers.accept, name="transfer_accept"),
    path("transfers/<int:pk>/confirm/", transfers.confirm, name="transfer_confirm"),
    *(
        path(
            f"transfers/<int:pk>/{verb.replace('_', '-')}/",
            transfers.answer,
            {"verb": verb},
            name=f"transfer_{verb}",
        )
        for verb in ("send_back", "withdraw")
    ),
    path("transfers/<int:pk>/letter/", transfers.letter, name="transfer_letter"),
]
