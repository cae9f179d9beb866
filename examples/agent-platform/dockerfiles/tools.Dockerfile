FROM python:3.13-slim
WORKDIR /app
COPY agents/http_service.py ./
COPY agents/tools/ ./
ENV PYTHONUNBUFFERED=1
EXPOSE 7000
CMD ["python", "main.py"]
