"""The WSGI application, behind the gate that sheds a rush."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from config import environment
from config.rush import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
environment.require_settings()
application = Gate(get_wsgi_application())
# It asks the database, so it comes when Django is ready.
import_module("config.start").look_and_part()
