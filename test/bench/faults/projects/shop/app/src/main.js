// app/src/main.js
