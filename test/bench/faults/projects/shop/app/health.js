console.log('shop/app/health.js');
