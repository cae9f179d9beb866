"""Sends known tasks to the gateway and fails where an answer is not the expected one."""

import json
import os
from urllib.request import Request, urlopen

tasks = [{"text": "one\ntwo", "steps": 2}]

for task in tasks:
    request = Request(os.environ["GATEWAY_URL"], data=json.dumps(task).encode(), method="POST")
    with urlopen(request, timeout=60) as answer:
        assert len(json.load(answer)["steps"]) == task["steps"], task
