FROM python:3.13-slim
WORKDIR /app
COPY agents/http_service.py ./
COPY agents/gateway/ ./
ENV PYTHONUNBUFFERED=1
EXPOSE 8080
CMD ["python", "main.py"]
