console.log('agents/orchestrator/src/main.js');
