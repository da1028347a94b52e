import type { HttpRequest, ProviderContext, ProviderPorts } from '@understudy/core/provider';
import type { RecordedReply } from '@understudy/core/testing';
import {
  createTestContext,
  ManualClock,
  MemoryLogger,
  ReplayHttp,
  SeededRandom,
} from '@understudy/core/testing';

/** The reply to each path. A function is called with the index of the request to this path. */
export type Replies = Readonly<
  Record<string, RecordedReply | ((index: number, request: HttpRequest) => RecordedReply)>
>;

export const json = (body: unknown, status = 200): RecordedReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const html = (body: string, status = 200): RecordedReply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

export const stream = (body: RecordedReply['body'] = ''): RecordedReply => ({
  headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'r-1' },
  body,
});

export const challenge: RecordedReply = html('<title>Just a moment...</title>', 403);

/** The replies of a successful login. */
export const loginReplies: Replies = {
  '/api/loads': json({
    loads: ['a', 'b', 'c', 'd', 'e'].map((token_id, count) => ({ token_id, count })),
  }),
  '/auth/login': (index) => ({
    headers: { 'content-type': 'text/html', 'set-cookie': [`credential=token-${index}; Path=/`] },
    body: '<title>Signed in</title>',
  }),
  '/api/auth/session': (_, { headers }) =>
    json({ accessToken: headers['cookie']?.replace('credential=', '') }),
};

/** A FakeGpt server without a network. */
export class FakeServer {
  readonly http: ReplayHttp;
  readonly clock: ManualClock = new ManualClock();
  readonly replies: Replies;

  constructor(replies: Replies) {
    this.replies = { ...loginReplies, ...replies };
    this.http = new ReplayHttp((request) => this.#reply(request));
  }

  get paths(): readonly string[] {
    return this.http.requests.map(({ url }) => url.pathname);
  }

  requestsTo(path: string): readonly HttpRequest[] {
    return this.http.requests.filter(({ url }) => url.pathname === path);
  }

  get ports(): ProviderPorts {
    const { http, clock } = this;
    const { limits } = createTestContext();
    return { http, clock, limits, random: new SeededRandom(1), logger: new MemoryLogger() };
  }

  createContext(changes: Partial<ProviderContext> = {}): ProviderContext {
    return createTestContext({ ...this.ports, provider: 'fakegpt', ...changes });
  }

  #reply(request: HttpRequest): RecordedReply | undefined {
    const { pathname } = request.url;
    const reply = Object.hasOwn(this.replies, pathname) ? this.replies[pathname] : undefined;
    if (typeof reply !== 'function') return reply;
    return reply(this.requestsTo(pathname).length - 1, request);
  }
}
