# shared/log.py
