# agents/coder/agent.py
