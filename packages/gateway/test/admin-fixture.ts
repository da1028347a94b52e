import type { Understudy } from '@understudy/core';
import { createUnderstudy, modelRef } from '@understudy/core';
import type { AnthropicEmulator, OpenAiEmulator } from '@understudy/emulator';
import { startAnthropicEmulator, startOpenAiEmulator } from '@understudy/emulator';
import type { AdminOptions, EventHub, Gateway } from '@understudy/gateway';
import { createAdmin, createEventHub } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';
import { openai } from '@understudy/provider-openai';

/** Occurs in every prompt and response of these tests. */
export const canary = 'canary-4711';

export interface AdminFixture extends AsyncDisposable {
  readonly admin: Gateway;
  readonly events: EventHub;
  readonly understudy: Understudy;
  readonly primary: OpenAiEmulator;
  readonly backup: AnthropicEmulator;
  readonly url: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends JSON. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Starts an admin listener over a chain of two emulators: `support` is OpenAI, then Anthropic. */
export async function startAdminFixture(
  options: Partial<AdminOptions> = {},
): Promise<AdminFixture> {
  const rules = [{ when: /./s, response: `The answer is ${canary}.` }];
  const primary = await startOpenAiEmulator({ rules });
  const backup = await startAnthropicEmulator({ rules });
  const events = createEventHub();
  const understudy = createUnderstudy({
    providers: [
      openai({ apiKey: 'key', baseUrl: `${primary.url}/v1` }),
      anthropic({ apiKey: 'key', baseUrl: `${backup.url}/v1` }),
    ],
    chains: { support: [modelRef('openai/gpt-5-mini'), modelRef('anthropic/claude-sonnet-5')] },
    ports: { telemetry: events },
  });
  const admin = createAdmin({ understudy, events, models: ['support'], ...options });
  const url = await admin.listen({ port: 0 });
  return {
    admin,
    events,
    understudy,
    primary,
    backup,
    url,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: async () => {
      await admin.close({ graceMs: 0 });
      await understudy.close();
      await Promise.all([primary.close(), backup.close()]);
    },
  };
}

/** The body of a chat completion. */
export function chat(fields: object = {}): object {
  return { model: 'support', messages: [{ role: 'user', content: canary }], ...fields };
}

/** Reads the events of a body until `count` have arrived, then cancels it. */
export async function readEvents(
  response: Response,
  count: number,
): Promise<readonly { readonly event: string; readonly data: string }[]> {
  const events: { event: string; data: string }[] = [];
  let text = '';
  const { body } = response;
  if (!body) throw new Error('expected a body');
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event !== undefined && data !== undefined) events.push({ event, data });
    }
    if (events.length >= count) break;
  }
  return events;
}
