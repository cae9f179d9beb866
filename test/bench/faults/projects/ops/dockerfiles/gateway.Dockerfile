FROM nginx:1.27-alpine
COPY services/gateway/nginx.conf /etc/nginx/nginx.conf
COPY services/gateway/index.html docs/api.md /usr/share/nginx/html/
EXPOSE 80
