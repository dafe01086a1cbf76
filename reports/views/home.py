"""Being written."""
from django.http import HttpResponse
from unionhub.web import any_post


@any_post
def home(request, **kwargs):
    return HttpResponse("")
