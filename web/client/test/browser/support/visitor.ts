import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page, Route } from 'playwright-core';
import type { RefreshResult, SessionClient, SessionClientOptions } from '../../../src/index.ts';

/** The options that can be handed to a page. */
export type Options = Omit<SessionClientOptions, 'fetch' | 'ft'>;

/** What an event was, in the page's list of what it was told. */
export interface Told {
  name: 'refreshed' | 'ended' | 'step-up';
  rsn?: string;
}

/** A browser of one person: its cookies, its tabs, and what it sent to refresh. */
export class Visitor implements AsyncDisposable {
  /** Every refresh that went out on the wire, of any tab, frame or worker. */
  readonly refreshes: { background: boolean }[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly home: string,
    private readonly options: Options,
  ) {
    context.setDefaultTimeout(120_000);
    context.on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) this.refreshes.push({ background: 'x-session-background' in request.headers() });
    });
  }

  static async open(browser: Browser, home: string, options: Options, context: BrowserContextOptions = {}): Promise<Visitor> {
    return new Visitor(await browser.newContext(context), home, options);
  }

  /** A tab with the client in it. */
  async tab(options: Options = {}): Promise<Tab> {
    const page = await this.context.newPage();
    await page.goto(this.home + '/page.html');
    return this.open(page, options);
  }

  /** Opens the client in a page or frame that has it. */
  async open(page: Page | Frame, options: Options = {}): Promise<Tab> {
    const tab = new Tab(page);
    await tab.opens({ ...this.options, ...options });
    return tab;
  }

  /** Holds every refresh until it is let go; then it goes out. */
  async holdRefreshes(): Promise<{ held: Route[]; release(): Promise<void> }> {
    const held: Route[] = [];
    await this.context.route('**/auth/refresh', (route) => void held.push(route));
    return {
      held,
      release: async () => {
        await this.context.unroute('**/auth/refresh').catch(() => {}); // of a tab that has died
        await Promise.all(held.map((route) => route.continue().catch(() => {})));
      },
    };
  }

  [Symbol.asyncDispose] = (): Promise<void> => this.context.close();
}

/** A tab, or a frame in it. What it is asked runs in the page. */
export class Tab {
  constructor(readonly page: Page | Frame) {}

  async opens(options: Options): Promise<void> {
    await this.page.waitForFunction(() => window.ready);
    await this.page.evaluate((given) => open_(given), options);
  }

  signIn(user = 'alice'): Promise<void> {
    return this.page.evaluate(async (name) => {
      const answer = await fetch('/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...client.http() },
        body: JSON.stringify({ user: name, password: 'sessvm' }),
      });
      const { ok, atk } = await answer.json();
      if (!ok) throw new Error('The sign-in was refused.');
      if (atk) client.setAccessToken(atk);
    }, user);
  }

  /** Gives the password again, so that the session is renewed: every older token is refused from then on. */
  stepUp(): Promise<number> {
    return this.page.evaluate(async () => {
      const answer = await client.request('/step-up', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ password: 'sessvm' }),
      });
      const { atk } = await answer.json();
      if (atk) client.setAccessToken(atk);
      return answer.status;
    });
  }

  /** Waits until a plain fetch is refused because the token has expired. */
  async expires(): Promise<void> {
    await this.page.evaluate(async () => {
      for (;;) {
        const answer = await fetch('/api/profile', { headers: client.http(), credentials: 'include' });
        const rsn = answer.status === 200 ? undefined : (await answer.json()).rsn;
        if (rsn === 'access-expired') return;
        if (rsn) throw new Error('There is no session that could expire: ' + rsn);
        await new Promise((go) => setTimeout(go, 250));
      }
    });
  }

  request(url: string, init?: { method: string }): Promise<{ status: number; rsn?: string; body: unknown }> {
    return this.page.evaluate(
      async ({ to, how }) => {
        const answer = await client.request(to, how);
        return { status: answer.status, ...(answer.rsn && { rsn: answer.rsn }), body: await answer.json().catch(() => null) };
      },
      { to: url, how: init ?? {} },
    );
  }

  refresh(): Promise<RefreshResult> {
    return this.page.evaluate(() => client.refresh());
  }

  told(): Promise<Told[]> {
    return this.page.evaluate(() => told);
  }

  /** Waits until the page has been told so. */
  async hears(name: Told['name']): Promise<Told> {
    const handle = await this.page.waitForFunction((wanted) => told.find((one) => one.name === wanted), name, { polling: 100 });
    return (await handle.jsonValue()) as Told;
  }
}

declare global {
  interface Window {
    ready: boolean;
    restored?: boolean;
  }
  var client: SessionClient;
  var told: Told[];
  function open_(options: Options): void;
  function sc(options: Options): SessionClient;
}
