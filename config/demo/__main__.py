"""`python -m config.demo`, which is `make demo`."""

import sys

from config.demo.launcher import main

sys.exit(main())
