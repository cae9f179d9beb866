# services/worker/work.py
