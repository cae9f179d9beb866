FROM python:3.12-slim
ARG AGENT
ENV AGENT=${AGENT}
WORKDIR /agent
COPY agent.py prompts.yaml ./
CMD ["python", "agent.py"]
