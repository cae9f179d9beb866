# services/api/main.py
