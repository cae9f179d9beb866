"""Takes batches from the queue."""

import os
import time

while True:
    print(f"batch of {os.environ.get('BATCH_SIZE', '8')}", flush=True)
    time.sleep(30)
