// One page, three views: out, in, and ended (what was last known stays in sight).
import { startAsking } from './asking.js';
import { clearCalls, startCalls } from './calls.js';
import { startClock } from './clock.js';
import { showDevices, showDevicesSoon, startDevices } from './devices.js';
import { $, put, say, show } from './dom.js';
import { closeEvents, leaveEvents, openEvents } from './events.js';
import { startLineage } from './lineage.js';
import { client, forget, look, lookSoon, read, state, watch } from './session.js';
import { startSignIn } from './signin.js';
import { closeSocket, openSocket, startSocket } from './socket.js';
import { confirm, forgetStepUp, startStepUp } from './stepup.js';
import { closeTransports, openTransports } from './transports.js';
import { reason } from './words.js';

const inside = () => document.body.dataset.view === 'in';

async function enter(hello) {
  if (!(await look(true))) return leave('The server let you in, but did not tell the state of the session.', 'bad');
  clearCalls();
  $('talk').replaceChildren();
  $('events').replaceChildren();
  $('asked').replaceChildren();
  show('in');
  say(hello ?? `Welcome back, ${state.sub}: the session was still there.`, 'good');
  if (!state.held) await goOn(); // else once it has been shown whose session it is
}

async function goOn() {
  listen();
  openSocket(ask);
  openTransports();
  await showDevices();
}

function listen() {
  openEvents(() => {
    lookSoon();
    showDevicesSoon();
  });
}

function leave(text, tone = 'plain') {
  closeEvents();
  closeSocket();
  forgetStepUp();
  closeTransports();
  forget();
  put('door-title', 'Your session lives on the server.');
  show('out');
  say(text, tone);
}

/** The session was ended by somebody else: the page stays as it was, and asks to sign in. */
function end(rsn) {
  if (!inside()) return;
  leaveEvents();
  forgetStepUp();
  forget();
  show('ended');
  put('door-title', 'That session is over.');
  const why = rsn === 'missing-bearer' ? 'You signed out in another tab.' : reason(rsn);
  say(`${why} Sign in to begin a new session; what you see below is the old one.`, 'bad');
  scrollTo(0, 0);
  $($('user').value ? 'password' : 'user').focus();
}

/** Asks why, when the socket says that the session has ended. */
async function ask() {
  await client.request('/auth/session').catch(() => {});
  end('session-not-active');
}

async function health() {
  const fine = await fetch('/health').then((answer) => answer.ok, () => false);
  put('health', fine ? 'Server: well.' : 'Server: out of reach.');
}

client.on('refreshed', () => lookSoon(true));
client.on('ended', ({ rsn }) => end(rsn));
client.on('step-up', ({ maxAge }) => inside() && confirm({ maxAge, unasked: true }));
watch((told) => {
  put('who', told.sub);
  if (told.held) confirm({ unasked: true });
});

startSignIn(({ sub }) => enter(`Signed in as ${sub}. The server keeps the session; this browser keeps a token.`), leave);
startClock();
startLineage();
startCalls();
startAsking();
startStepUp(async () => {
  await look(true);
  await goOn();
});
startDevices();
startSocket();

// A hidden tab gives its stream back: a browser allows only a few connections to one server.
document.addEventListener('visibilitychange', () => {
  if (!inside()) return;
  if (document.hidden) return closeEvents();
  listen();
  lookSoon();
  showDevicesSoon();
});

health();
setInterval(health, 30_000);

try {
  // Without a CSRF token nobody is signed in, and there is nothing to ask.
  const answer = client.getCsrfToken() && (await client.request('/auth/session'));
  if (answer?.ok) await enter();
  else {
    const { rsn } = answer ? await read(answer) : {};
    leave(!rsn || rsn === 'missing-bearer' ? 'Nobody is signed in here.' : reason(rsn));
  }
} catch {
  leave('The server did not answer. Start it, then reload this page.', 'bad');
}
