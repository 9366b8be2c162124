"""The words of what the ministry reads: what is published, and what was told to others."""

from replay.messages import Catalogue

PUBLISHED: Catalogue = {
    "published.lead": (
        "U leest wat gepubliceerd is: cijfers over een periode die gesloten is, in stappen en zonder personen. Een "
        "cijfer gaat open tot op de regel en de stukken.",
        "You read what is published: figures over a period that was closed, in steps and without people. A figure "
        "opens down to the rule and the documents.",
    ),
    "published.periods": ("Gesloten perioden en hun cijfers", "Closed periods and their figures"),
    "published.none": (
        "Er is nog geen periode gesloten. Wie de verantwoording over een periode sluit, maakt haar cijfers hier "
        "zichtbaar.",
        "No period was closed yet. Who closes the reporting over a period makes its figures visible here.",
    ),
    "published.closed_on": ("gesloten op {day} · {scheme}", "closed on {day} · {scheme}"),
    "published.quotas": ("Taakstellingen, met wat is gepubliceerd", "Quotas, with what is published"),
    "published.reported": ("Wat is gemeld, en in welk stuk", "What was reported, and in which document"),
    "published.reported.lead": (
        "Welke cijfers aan anderen zijn verteld, en waar dat staat. Het getal zelf staat in het stuk. Wat over die "
        "periode is gepubliceerd, gaat hier open.",
        "Which figures were told to others, and where that is written. The number itself stands in the document. What "
        "is published over that period opens here.",
    ),
    "published.over": ("Waarover", "About"),
    "published.now": ("Gepubliceerd", "Published"),
    "published.open": ("open het cijfer", "open the figure"),
    "published.not": ("over deze tijd niet gepubliceerd", "not published over this time"),
    "published.beside": ("Wat is gepubliceerd, {period}", "What is published, {period}"),
    "published.beside.none": (
        "Over de tijd van deze taakstellingen is nog geen periode gesloten, dus is er geen cijfer gepubliceerd.",
        "Over the time of these quotas no period was closed yet, so no figure is published.",
    ),
    "published.figure": ("Cijfer", "Figure"),
    "published.value": ("Hoeveel", "How many"),
    "published.what": ("Wat er is gepubliceerd van deze telregel", "What is published of this counting rule"),
    "quotas.where": ("Waar", "Where"),
    "quotas.lead.published": (
        "Wie stelde welk aantal, en voor welke tijd. Open een gemeente om te zien wat er van is gepubliceerd.",
        "Who set which number, and for which time. Open a municipality to see what is published of it.",
    ),
    "quotas.lead.published.of": (
        "Wie stelde welk aantal, en voor welke tijd; daaronder wat is gepubliceerd, in stappen en zonder personen.",
        "Who set which number, and for which time; below it what is published, in steps and without people.",
    ),
}
