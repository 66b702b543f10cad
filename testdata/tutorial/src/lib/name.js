module.exports = 'tutorial';
