import type { HttpRequest, ProviderContext, ProviderPorts } from '@understudy/core/provider';
import type { RecordedReply } from '@understudy/core/testing';
import { ManualClock, MemoryLogger, ReplayHttp, SeededRandom } from '@understudy/core/testing';

/** What a site of a test answers to each path; a function is asked with the number of the request there. */
export type Answers = Readonly<
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

/** A site where every login goes well. */
export const openDoors: Answers = {
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

/** A site without a network. */
export class FakeSite {
  readonly http: ReplayHttp;
  readonly clock: ManualClock = new ManualClock();
  readonly answers: Answers;

  constructor(answers: Answers) {
    this.answers = { ...openDoors, ...answers };
    this.http = new ReplayHttp((request) => this.#answer(request));
  }

  /** The paths that were asked for, in order. */
  get paths(): readonly string[] {
    return this.http.requests.map(({ url }) => url.pathname);
  }

  /** What was sent to a path, in order. */
  requestsTo(path: string): readonly HttpRequest[] {
    return this.http.requests.filter(({ url }) => url.pathname === path);
  }

  get ports(): ProviderPorts {
    const { http, clock } = this;
    return { http, clock, random: new SeededRandom(1), logger: new MemoryLogger() };
  }

  createContext(changes: Partial<ProviderContext> = {}): ProviderContext {
    return {
      ...this.ports,
      provider: 'fakegpt',
      signal: new AbortController().signal,
      headers: {},
      reserveRequest: () => true,
      ...changes,
    };
  }

  #answer(request: HttpRequest): RecordedReply | undefined {
    const { pathname } = request.url;
    const answer = Object.hasOwn(this.answers, pathname) ? this.answers[pathname] : undefined;
    if (typeof answer !== 'function') return answer;
    return answer(this.requestsTo(pathname).length - 1, request);
  }
}
