"""The part that all services share: JSON over HTTP, and a page that says whether the service is ready."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def serve(port, answer):
    """Answers POST requests with what `answer` makes of them, and /healthz with 200."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.reply(200 if self.path == "/healthz" else 404, {})

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.reply(200, answer(json.loads(body or "{}")))

        def reply(self, status, value):
            text = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

    ThreadingHTTPServer(("", port), Handler).serve_forever()
