// After the own log-out the browser goes on to the issuer's by itself; the button is for who has no script.
"use strict";

document.querySelector("form[data-leave]").requestSubmit();
