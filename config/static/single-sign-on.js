// After the own log-out the browser goes on to the issuer's by itself; the link is for who has no script.
"use strict";

location.replace(document.querySelector("a[data-leave]").href);
