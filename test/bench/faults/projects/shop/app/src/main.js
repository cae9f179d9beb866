console.log('shop/app/src/main.js');
