// app/health.js
