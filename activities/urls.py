from django.urls import URLPattern, path

from activities.views import events, facilities, papers, participants, publicity

app_name = "activities"
urlpatterns: list[URLPattern] = [
    path("events/", events.event_list, name="events"),
    path("events/add/", events.add, name="event_add"),
    path("events/<int:pk>/", events.page, name="event"),
    path("events/<int:pk>/change/", events.change, name="event_change"),
    path("events/<int:pk>/hold/", events.hold, name="event_hold"),
    path("events/<int:pk>/cancel/", events.cancel, name="event_cancel"),
    path("events/<int:pk>/people/", participants.participants, name="event_participants"),
    path("events/<int:pk>/attach/", papers.attach, name="event_attach"),
    path("events/<int:pk>/files/<int:attachment>/", papers.attachment, name="event_attachment"),
    path("events/<int:pk>/print/", papers.print_event, name="event_print"),
    path("people/<int:pk>/", participants.of_person, name="of_person"),
    path("facilities/", facilities.facility_list, name="facilities"),
    path("facilities/add/", facilities.add, name="facility_add"),
    path("facilities/<int:pk>/", facilities.page, name="facility"),
    path("facilities/<int:pk>/change/", facilities.change, name="facility_change"),
    path("facilities/<int:pk>/close/", facilities.close, name="facility_close"),
    path("facilities/<int:pk>/adjust/", facilities.adjust, name="facility_adjust"),
    path("publicity/", publicity.item_list, name="publicity"),
    path("publicity/add/", publicity.add, name="publicity_add"),
    path("publicity/<int:pk>/", publicity.page, name="publicity_item"),
    path("publicity/<int:pk>/change/", publicity.change, name="publicity_change"),
]
