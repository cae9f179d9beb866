"""Answers requests with what the models say."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()


ThreadingHTTPServer(("", 8000), Handler).serve_forever()
