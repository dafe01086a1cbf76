"""Being written."""
from django.http import HttpResponse
from unionhub.web import any_post


@any_post
def target_list(request, **kwargs):
    return HttpResponse("")


@any_post
def add(request, **kwargs):
    return HttpResponse("")


@any_post
def page(request, **kwargs):
    return HttpResponse("")


@any_post
def change(request, **kwargs):
    return HttpResponse("")
