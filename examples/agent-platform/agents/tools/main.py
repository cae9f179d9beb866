"""What agents may do. Nothing leaves /workspace."""

from pathlib import Path

from http_service import serve


def use(step):
    if step.get("tool") == "echo":
        return {"text": step.get("text", "")}
    if step.get("tool") == "list":
        return {"files": sorted(path.name for path in Path("/workspace").iterdir())}
    return {"error": "no such tool"}


serve(7000, use)
