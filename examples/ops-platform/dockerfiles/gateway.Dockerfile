# BASE_IMAGE lets a machine without a registry build from an image of its own.
ARG BASE_IMAGE=busybox:1.36
FROM ${BASE_IMAGE}
WORKDIR /app
COPY shared/ shared/
COPY services/gateway/run.sh run.sh
COPY services/gateway/index.html www/
COPY services/gateway/cgi-bin/ www/cgi-bin/
EXPOSE 8080
CMD ["sh", "run.sh"]
