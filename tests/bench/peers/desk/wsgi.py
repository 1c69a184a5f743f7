"""What gunicorn serves; the addresses are read before it parts into processes, as the product's are."""

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - reading is loading
