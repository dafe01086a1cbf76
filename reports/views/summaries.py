"""Addresses of this desk's pages."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
