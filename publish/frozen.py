"""Imported last by the server that workers are forked from: nothing that it has by now will ever be garbage.

A search for garbage writes into all that it looks through; what is frozen is left alone, and stays one copy in memory for
all workers.
"""

import gc

gc.freeze()
