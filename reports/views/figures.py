"""Being written."""
from django.http import HttpResponse
from unionhub.web import any_post


@any_post
def figure_table(request, **kwargs):
    return HttpResponse("")


@any_post
def figure_rows(request, **kwargs):
    return HttpResponse("")
