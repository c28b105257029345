"""One file per command: arguments in, call, report."""

import gc

gc.disable()  # Until `app` has been imported: nothing of it is garbage.
