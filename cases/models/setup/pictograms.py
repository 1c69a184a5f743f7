"""The pictograms that a category may have: names of drawings in `config/static/pictograms/icons.svg`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pictogram(models.TextChoices):
    """A drawing by its name in Lucide, with what it shows."""

    ROAD = "road", _("Road")
    CONE = "traffic-cone", _("Traffic cone")
    BUS = "bus", _("Bus")
    BULB = "lightbulb", _("Light bulb")
    WAVES = "waves", _("Waves")
    DROPS = "droplets", _("Drops of water")
    BIN = "trash-2", _("Rubbish bin")
    TREES = "trees", _("Trees")
    LOUDSPEAKER = "volume-2", _("Loudspeaker")
    PAW = "paw-print", _("Paw")
    HEART = "heart-pulse", _("Heartbeat")
    FLAME = "flame", _("Flame")
    HAND = "hand-helping", _("Helping hand")
    KINDNESS = "hand-heart", _("Hand with a heart")
    BUILDING = "building-2", _("Building")
    SHOP = "store", _("Shop")
    BILL = "receipt", _("Bill")
    CARD = "id-card", _("Identity card")
    PEOPLE = "users", _("People")
    CAP = "graduation-cap", _("Graduation cap")
    SCALES = "scale", _("Scales")
    SHIELD = "shield-alert", _("Shield")
    SPANNER = "wrench", _("Spanner")
    SPEECH = "message-circle-more", _("Speech bubble")
    LIST = "clipboard-list", _("Clipboard")
