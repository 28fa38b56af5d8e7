// A person at the demo: signs in, and ends sessions. One user agent throughout, as a browser has.
import assert from 'node:assert/strict';

const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

export class Visitor {
  #base;
  #jar = new Map();
  atk = null;
  sid = null;

  constructor(base) {
    this.#base = new URL(base);
  }

  get did() {
    return this.#jar.get('did');
  }

  /** What a request of this visitor carries: the cookies, with the origin of the page; or the token, where it holds one. */
  get headers() {
    return {
      'User-Agent': agent,
      ...(this.atk
        ? { Authorization: `Bearer ${this.atk}`, 'X-Session-Device': this.did }
        : { Cookie: [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; '), Origin: this.#base.origin }),
    };
  }

  url(path) {
    return new URL(path, this.#base).href;
  }

  socket(path) {
    return this.url(path).replace(/^http/, 'ws');
  }

  async send(method, path, body) {
    const csrf = this.#jar.get('csrf');
    const answer = await fetch(this.url(path), {
      method,
      headers: { ...this.headers, ...(csrf && { 'X-CSRF-Token': csrf }), ...(body && { 'Content-Type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#jar.set(name, value);
    }
    return answer;
  }

  async signIn(user = 'alice') {
    const answer = await this.send('POST', '/login', { user, password: 'sessvm' });
    assert.equal(answer.status, 200);
    const told = await answer.json();
    this.sid = told.sid;
    this.atk = told.atk ?? null;
    return this;
  }

  async ticket() {
    const { tkt } = await (await this.send('POST', '/auth/ticket')).json();
    assert.match(tkt, /^T1\./);
    return tkt;
  }

  /** Ends another session of the same person. */
  async end(sid) {
    assert.equal((await this.send('DELETE', `/auth/sessions/${sid}`)).status, 204);
  }
}

/** A promise with its handles, for what is told by a callback. */
export function deferred() {
  let resolve, reject;
  const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
