"""What a union has as a body: terms, officers, rules, ratings. The smallest valid record each."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from members.models import Officer, Rating, Regulation, Term


class TermFactory(DjangoModelFactory):
    """A first term begun on 1 March 2008 and due three years later; give ``union``."""

    class Meta:
        model = Term

    organisation = factory.SelfAttribute("union")
    number = 1
    began_on = date(2008, 3, 1)
    years = 3
    due_on = factory.LazyAttribute(
        lambda term: term.began_on.replace(year=term.began_on.year + term.years)
    )
    elected_by = "members"


class OfficerFactory(DjangoModelFactory):
    """The chair of a term since it began, part-time; give ``term``."""

    class Meta:
        model = Officer

    name = factory.Sequence(lambda n: f"干部{n}")
    post = "chair"
    from_on = factory.SelfAttribute("term.began_on")


class RegulationFactory(DjangoModelFactory):
    """A rule set up on 1 March 2010; give ``union``."""

    class Meta:
        model = Regulation

    organisation = factory.SelfAttribute("union")
    name = factory.Sequence(lambda n: f"第{n}项制度")
    act = "set"
    on = date(2010, 3, 1)


class RatingFactory(DjangoModelFactory):
    """A “六好” of the county in 2010; give ``union``."""

    class Meta:
        model = Rating

    organisation = factory.SelfAttribute("union")
    kind = "six_good"
    level = "county"
    year = factory.LazyAttribute(lambda rating: rating.rated_on.year)
    rated_on = date(2010, 3, 1)
