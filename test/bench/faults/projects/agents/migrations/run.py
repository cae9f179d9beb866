# migrations/run.py
