// app/test/main.test.js
