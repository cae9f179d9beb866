# orchestrator/src/main.js
