import http from "k6/http";

export const options = { vus: 50, duration: "5m" };
export default () => http.get(`${__ENV.TARGET}/healthz`);
