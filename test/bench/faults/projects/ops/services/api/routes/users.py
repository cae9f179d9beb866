# services/api/routes/users.py
