"""Takes tasks from people and hands them to the planner."""

import json
import os
from urllib.request import Request, urlopen

from http_service import serve


def run(task):
    request = Request(os.environ["PLANNER_URL"], data=json.dumps(task).encode(), method="POST")
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


serve(8080, run)
