// The little of the DOM that this page needs.

export const $ = (id) => document.getElementById(id);

/** Makes an element: attributes by name, children as nodes or text. Text is never markup. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/** Writes text only where it changed, so that nothing flickers and no screen reader speaks twice. */
export function put(id, text) {
  const node = $(id);
  if (node.textContent !== text) node.textContent = text;
}

/** Shows one of the views: out, in, ended. */
export function show(view) {
  document.body.dataset.view = view;
  for (const part of document.querySelectorAll('[data-shown]')) part.hidden = !part.dataset.shown.split(' ').includes(view);
  $('board').inert = view !== 'in';
}

/** Says what is happening, in the one place for it. Tones: plain, good, warn, bad. */
export function say(text, tone = 'plain') {
  $('status').dataset.tone = tone;
  put('status', text);
}

/** Adds a line to a log, keeps the newest on top and the log short. */
export function log(id, node, keep = 100) {
  const list = $(id);
  list.prepend(node);
  while (list.children.length > keep) list.lastChild.remove();
}

/** Runs what a button starts; a second press waits for the first. */
export function press(id, run) {
  const button = $(id);
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    try {
      await run();
    } catch {
      say('The server did not answer. Nothing is lost: try again in a moment.', 'bad');
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
}
