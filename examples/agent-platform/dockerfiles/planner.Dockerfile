FROM python:3.13-slim
WORKDIR /app
COPY agents/http_service.py ./
COPY agents/planner/ ./
ENV PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["python", "main.py"]
