import { Agent, request } from 'undici';

import { openaiModel } from '../../upstreams/openai-script.ts';
import { runConcurrently } from '../run-concurrently.ts';
import { SlowClients } from './slow-clients.ts';

/** What the clients of a gateway send in one repetition. */
export interface GatewayWork {
  readonly requests: number;
  readonly concurrency: number;
  readonly stream: boolean;
  /** The text of each response. */
  readonly responseText: string;
  /** Further clients that read almost nothing. @defaultValue 0 */
  readonly slowClients?: number | undefined;
}

/** A server that is asked for chats. */
export interface LoadTarget {
  /** The address without `/v1`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends chats to a gateway, and the same number of chats to its upstream. It runs in a process of its own. */
export interface GatewayLoad {
  /** @throws if a response is wrong or incomplete */
  repeat(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** @param direct - the upstream; undefined if the time that the gateway adds is not measured */
export function createGatewayLoad(
  gateway: LoadTarget,
  direct: LoadTarget | undefined,
  work: GatewayWork,
): GatewayLoad {
  const dispatcher = new Agent({ connections: work.concurrency });
  const slowClients = new SlowClients(gateway.url, work.slowClients ?? 0);
  return {
    repeat: async () => {
      await slowClients.start();
      const startedAt = performance.now();
      const times = await send(gateway, work, dispatcher);
      const wallMs = performance.now() - startedAt;
      slowClients.assertOpen();
      if (!direct) return { wallMs, addedMs: 0 };
      const directTimes = await send(direct, work, dispatcher);
      return { wallMs, addedMs: medianOf(times) - medianOf(directTimes) };
    },
    close: async () => {
      slowClients.close();
      await dispatcher.close();
    },
  };
}

/** Returns the times to the first byte of each response, in milliseconds. */
async function send(
  { url, headers }: LoadTarget,
  { requests, concurrency, stream, responseText }: GatewayWork,
  dispatcher: Agent,
): Promise<readonly number[]> {
  const times: number[] = [];
  const messages = [{ role: 'user', content: 'Tell me about the sea.' }];
  const options = {
    method: 'POST' as const,
    dispatcher,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ model: openaiModel, messages, stream }),
  };
  await runConcurrently(requests, concurrency, async () => {
    const startedAt = performance.now();
    const { statusCode, body } = await request(`${url}/v1/chat/completions`, options);
    const chunks: Buffer[] = [];
    for await (const chunk of body) {
      if (chunks.length === 0) times.push(performance.now() - startedAt);
      chunks.push(chunk);
    }
    const received = Buffer.concat(chunks).toString();
    const text = stream ? readStream(received) : readBody(received);
    if (statusCode !== 200 || text !== responseText) {
      throw new Error(`wrong response with status ${statusCode} and ${text.length} characters`);
    }
  });
  return times;
}

const content = /"content":("(?:[^"\\]|\\.)*")/g;

/** Returns the text of a stream that has ended. */
function readStream(received: string): string {
  if (!received.endsWith('data: [DONE]\n\n')) return '';
  return [...received.matchAll(content)]
    .map(([, json = '""']) => String(JSON.parse(json)))
    .join('');
}

function readBody(received: string): string {
  return String(Object(JSON.parse(received)).choices?.[0]?.message?.content);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
