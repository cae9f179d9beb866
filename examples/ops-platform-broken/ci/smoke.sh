#!/bin/sh
# The gateway has to answer, and the api behind it.
set -e
wget -q -O /dev/null http://127.0.0.1:18480/
wget -q -O /dev/null http://127.0.0.1:18481/cgi-bin/status
