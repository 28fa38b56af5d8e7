// The hub and the GraphQL subscription: each over a socket of its own, each dropped with the session.
import { $, put } from './dom.js';
import { client } from './session.js';

const sessionEnded = 4401;
const forbidden = 4403;
const record = '\x1e'; // ends each message of SignalR's JSON protocol

function mark(id, state, text) {
  $(id).dataset.state = state;
  put(id, text);
}

/**
 * Keeps one socket open while the page shows a session. `speak` gets the socket and a function that says what there is to
 * show; it returns what hears each message, and may return true for «the session has ended».
 */
function keep(id, address, speak) {
  let socket = null;
  let retry;
  let wait = 1000;

  async function open() {
    clearTimeout(retry);
    mark(id, 'opening', 'opening…');
    const { url, protocols } = await address();
    const mine = (socket = new WebSocket(new URL(url, location.href.replace(/^http/, 'ws')), protocols));
    let ended = false;
    const show = (text) => {
      wait = 1000;
      mark(id, 'open', text);
    };
    const hear = speak(mine, show);
    mine.onmessage = ({ data }) => (ended ||= hear(data) === true);
    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      socket = null;
      if (ended || code === sessionEnded) return mark(id, 'ended', 'dropped by the server');
      mark(id, 'closed', 'lost, trying again…');
      retry = setTimeout(again, code === forbidden ? 0 : wait);
      wait = Math.min(wait * 2, 30_000);
    };
  }

  // A handshake is refused with a spent token, and does not say so to a script.
  async function again() {
    await client.refresh();
    if (!socket && document.body.dataset.view === 'in') open().catch(() => {});
  }

  return {
    open: () => open().catch(() => mark(id, 'closed', 'closed')),
    close() {
      clearTimeout(retry);
      const mine = socket;
      socket = null;
      mine?.close(1000);
      if (mine) mark(id, 'closed', 'closed');
    },
  };
}

// In cookie mode the handshake's cookie is enough; a script that holds the token uses up a ticket instead.
async function hubAddress() {
  const { tkt } = client.ws().token ? await client.ticket() : {};
  return { url: tkt ? `/hub?access_token=${encodeURIComponent(tkt)}` : '/hub' };
}

const hub = keep('hub-state', hubAddress, (socket, show) => {
  const send = (message) => socket.send(JSON.stringify(message) + record);
  socket.onopen = () => {
    send({ protocol: 'json', version: 1 });
    send({ type: 1, invocationId: '1', target: 'Whoami', arguments: [] });
  };
  return (data) => {
    for (const text of data.split(record).filter(Boolean)) {
      const message = JSON.parse(text);
      if (message.type === 3) show(`open: ${message.result?.sub} called a method`);
      if (message.type === 6) send({ type: 6 });
      if (message.type === 7 && !message.allowReconnect) return true;
    }
  };
});

const graphql = keep('graphql-state', async () => ({ url: '/graphql', protocols: ['graphql-transport-ws'] }), (socket, show) => {
  const send = (message) => socket.send(JSON.stringify(message));
  socket.onopen = () => send({ type: 'connection_init', payload: client.ws().connectionParams });
  return (data) => {
    const message = JSON.parse(data);
    if (message.type === 'connection_ack') send({ type: 'subscribe', id: 'ticks', payload: { query: 'subscription { ticks }' } });
    if (message.type === 'next') show(`open: tick ${message.payload.data?.ticks}`);
    if (message.type === 'ping') send({ type: 'pong' });
  };
});

export function openTransports() {
  closeTransports();
  hub.open();
  graphql.open();
}

export function closeTransports() {
  hub.close();
  graphql.close();
}
