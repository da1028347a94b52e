import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const chunk = (choices: readonly object[], fields: object = {}): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...fields })}\n\n`;
const delta = (fields: object, reason: string | null = null): string =>
  chunk([{ index: 0, delta: fields, finish_reason: reason }]);

/** The events of a response. */
export const events: readonly string[] = [
  delta({ role: 'assistant', content: '' }),
  ...['The ', 'answer ', 'is ', '42.'].map((content) => delta({ content })),
  delta({}, 'stop'),
  chunk([], { usage: { prompt_tokens: 1, completion_tokens: 4, total_tokens: 5 } }),
  'data: [DONE]\n\n',
];

/** The number of events after which the response is complete. */
export const completeAfter: number = events.findIndex((event) => event.includes('"stop"')) + 1;

/** How a vendor breaks off. */
export type Break = 'end' | 'reset' | 'half of an event';

export interface CutUpstream extends AsyncDisposable {
  readonly baseUrl: string;
  /** Selects how the next responses end. */
  cut(after: number, how: Break): void;
}

/** Starts a vendor whose streams break off after any number of events. */
export async function startCutUpstream(): Promise<CutUpstream> {
  let count = 0;
  let end: Break = 'end';
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const half = (events[count] ?? '').slice(0, 20);
    response.write(
      `${events.slice(0, count).join('')}${end === 'half of an event' ? half : ':\n'}`,
      () => {
        if (end === 'reset') request.socket.resetAndDestroy();
        else response.end();
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: AddressInfo = Object(server.address());
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    cut: (after, how) => {
      count = after;
      end = how;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
