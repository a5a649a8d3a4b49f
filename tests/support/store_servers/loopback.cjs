// Preload this for a server that has no host option and listens on all addresses: it then listens on loopback only.
const { Server } = require('net');
const listen = Server.prototype.listen;
Server.prototype.listen = function (...options) {
  if (typeof options[0] === 'number' || /^\d+$/.test(options[0])) {
    const rest = options.slice(1).filter((option) => typeof option !== 'string' && typeof option !== 'number');
    return listen.call(this, { port: Number(options[0]), host: '127.0.0.1' }, ...rest);
  }
  if (options[0] && typeof options[0] === 'object' && 'port' in options[0]) {
    return listen.call(this, { ...options[0], host: '127.0.0.1' }, ...options.slice(1));
  }
  return listen.apply(this, options);
};
