# agents/planner/agent.py
