"""A peer beside us in the same run: django-helpdesk (BSD licence), in an environment of its own. The product
neither imports nor ships any of it."""
