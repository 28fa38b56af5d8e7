// A page that does nothing but have the client, as a bundler would have given it.
import { rf, sc } from '/sessvm-client.js';

Object.assign(globalThis, { rf, sc });

/** Makes the page's client, and notes what it tells. */
globalThis.open_ = (options) => {
  globalThis.told = [];
  globalThis.client = sc(options);
  for (const name of ['refreshed', 'ended', 'step-up']) client.on(name, (event) => told.push({ name, ...event }));
};
globalThis.ready = true;
