"""Cuts a task into steps and lets the tools do each."""

import json
import os
from urllib.request import Request, urlopen

from http_service import serve


def plan(task):
    steps = [{"tool": "echo", "text": line} for line in task.get("text", "").splitlines()]
    return {"steps": [use(step) for step in steps]}


def use(step):
    request = Request(os.environ["TOOLS_URL"], data=json.dumps(step).encode(), method="POST")
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


serve(8000, plan)
