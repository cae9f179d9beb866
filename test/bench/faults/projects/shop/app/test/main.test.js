console.log('shop/app/test/main.test.js');
