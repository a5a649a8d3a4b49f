// A server that takes no host listens on all addresses; loaded before it, this makes it listen on loopback alone.
const { Server } = require('net');
const listen = Server.prototype.listen;
Server.prototype.listen = function (...given) {
  if (typeof given[0] === 'number' || /^\d+$/.test(given[0])) {
    const rest = given.slice(1).filter((one) => typeof one !== 'string' && typeof one !== 'number');
    return listen.call(this, { port: Number(given[0]), host: '127.0.0.1' }, ...rest);
  }
  if (given[0] && typeof given[0] === 'object' && 'port' in given[0]) {
    return listen.call(this, { ...given[0], host: '127.0.0.1' }, ...given.slice(1));
  }
  return listen.apply(this, given);
};
