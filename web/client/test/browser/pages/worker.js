// The client in a worker: it calls what it is told to, and posts what came of it.
import { sc } from '/sessvm-client.js';

let client;
const told = [];

onmessage = async ({ data: { options, call, argument } }) => {
  if (options) {
    client = sc(options);
    for (const name of ['refreshed', 'ended', 'step-up']) client.on(name, (event) => told.push({ name, ...event }));
    return postMessage('open');
  }
  if (call === 'told') return postMessage(told);
  const answer = await client[call](argument);
  postMessage(answer instanceof Response ? { status: answer.status, rsn: answer.rsn } : answer);
};
