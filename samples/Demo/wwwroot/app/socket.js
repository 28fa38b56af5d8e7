// A WebSocket that lives as long as the session.
import { $, el, log, put, say } from './dom.js';
import { client, state as session } from './session.js';
import { time } from './words.js';

const sessionEnded = 4401;

let socket = null;
let wait = 1000;
let retry;

function mark(state, text) {
  $('socket-state').dataset.state = state;
  put('socket-state', text);
  $('say-send').disabled = state !== 'open';
}

function line(from, text) {
  log('talk', el('li', { 'data-from': from }, el('time', {}, time(Date.now())), el('span', {}, text)), 40);
}

export function openSocket(onEnd) {
  closeSocket();
  mark('opening', 'opening…');
  const { protocols } = client.ws();
  const mine = (socket = new WebSocket(new URL('/ws', location.href.replace(/^http/, 'ws')), protocols));
  let opened = false;

  mine.onopen = () => {
    opened = true;
    wait = 1000;
    mark('open', 'open');
  };
  mine.onmessage = ({ data }) => {
    let told;
    try {
      told = JSON.parse(data);
    } catch {
      told = null;
    }
    line('server', told?.sub ? `The server knows this connection as ${told.sub}.` : String(data));
  };
  mine.onclose = async ({ code, reason }) => {
    if (socket !== mine) return;
    socket = null;
    if (code === sessionEnded) {
      mark('ended', `dropped by the server: ${code} ${reason || 'session-ended'}`);
      line('end', `${code}: the session was ended, and the socket with it.`);
      onEnd();
      return;
    }
    mark('closed', 'lost, trying again…');
    retry = setTimeout(async () => {
      // A handshake is refused with a spent token, and does not say so to a script.
      if (!opened) await client.refresh();
      if (!socket && !session?.held && document.body.dataset.view === 'in') openSocket(onEnd);
    }, wait);
    wait = Math.min(wait * 2, 30_000);
  };
}

export function closeSocket() {
  clearTimeout(retry);
  const mine = socket;
  socket = null;
  mine?.close(1000);
  if (mine) mark('closed', 'closed');
}

export function startSocket() {
  mark('closed', 'closed');
  $('say-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = $('say').value.trim();
    if (!text) return;
    if (socket?.readyState !== WebSocket.OPEN) return say('The socket is not open at the moment.', 'warn');
    socket.send(text);
    line('me', text);
    $('say').value = '';
  });
}
