"""What a browser has not sent yet: the request, its uploads, typed words."""
