console.log(require('./lib/name'));
