# syntax=docker/dockerfile:1
FROM python:3.12-slim AS base
WORKDIR /app
COPY services/api/requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
EXPOSE 8000

FROM base AS dev
COPY services/api/main.py ./
COPY services/api/routes ./routes
COPY shared ./shared
CMD ["python", "main.py", "--reload"]

FROM base AS release
COPY ["services/api/main.py", "./"]
COPY --chown=1000:1000 services/api/routes ./routes
COPY shared/*.py ./shared/
USER 1000
CMD ["python", "main.py"]
