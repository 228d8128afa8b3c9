"""The application that a web server runs; it does not start without what serving needs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quipu.web.settings")

from quipu.web.configuration import require_to_serve
from quipu.web.settings import CONFIGURATION

require_to_serve(CONFIGURATION)
application = get_wsgi_application()
