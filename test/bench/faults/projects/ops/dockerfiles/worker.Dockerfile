FROM python:3.12-slim
ARG CONCURRENCY=1
ENV CONCURRENCY=$CONCURRENCY
WORKDIR /app
COPY requirements.txt \
     work.py \
     ./
RUN pip install --no-cache-dir -r requirements.txt
EXPOSE 9000
CMD ["python", "work.py"]
