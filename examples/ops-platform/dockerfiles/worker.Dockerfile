# BASE_IMAGE lets a machine without a registry build from an image of its own.
ARG BASE_IMAGE=busybox:1.36
FROM ${BASE_IMAGE}
WORKDIR /app
COPY shared/ shared/
COPY services/worker/work.sh work.sh
CMD ["sh", "work.sh"]
