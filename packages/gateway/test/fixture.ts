import type { ChainOptions, Understudy, UnderstudyOptions } from '@understudy/core';
import { createUnderstudy, modelRef } from '@understudy/core';
import type {
  AnthropicEmulator,
  OpenAiEmulator,
  OpenAiEmulatorOptions,
  ResponseRule,
} from '@understudy/emulator';
import { startAnthropicEmulator, startOpenAiEmulator } from '@understudy/emulator';
import type { Gateway, GatewayOptions, RequestLogEntry } from '@understudy/gateway';
import { createGateway } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';
import { openai } from '@understudy/provider-openai';

export const primaryText = 'The first target has answered this question.';
export const backupText = 'The second target has answered this question.';
export const prompt = 'What is the answer?';

export interface FixtureOptions extends Partial<Omit<GatewayOptions, 'understudy'>> {
  readonly primary?: OpenAiEmulatorOptions;
  /** Whether the second target sends reasoning with signatures. */
  readonly thinks?: boolean;
  readonly chain?: Partial<ChainOptions>;
  readonly runtime?: Partial<Pick<UnderstudyOptions, 'timeouts' | 'retry' | 'breaker'>>;
}

export interface Fixture extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly understudy: Understudy;
  readonly primary: OpenAiEmulator;
  readonly backup: AnthropicEmulator;
  /** The address of the gateway. */
  readonly url: string;
  readonly log: readonly RequestLogEntry[];
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Starts a gateway over a chain of two emulators: `support` is OpenAI, then Anthropic. */
export async function startFixture({
  primary: primaryOptions = {},
  thinks = false,
  chain = {},
  runtime = {},
  ...options
}: FixtureOptions = {}): Promise<Fixture> {
  const rules = (
    response: ResponseRule['response'],
  ): NonNullable<OpenAiEmulatorOptions['rules']> => [{ when: /./s, response }];
  const primary = await startOpenAiEmulator({
    rules: rules(primaryText),
    charactersPerChunk: 10,
    ...primaryOptions,
  });
  const backup = await startAnthropicEmulator({
    rules: rules(thinks ? { reasoning: 'Let me think.', text: backupText } : backupText),
    charactersPerChunk: 10,
  });
  const understudy = createUnderstudy({
    providers: [
      openai({ apiKey: 'key', baseUrl: `${primary.url}/v1` }),
      anthropic({ apiKey: 'key', baseUrl: `${backup.url}/v1` }),
    ],
    chains: {
      support: {
        targets: [modelRef('openai/gpt-5-mini'), modelRef('anthropic/claude-sonnet-5')],
        ...chain,
      },
    },
    ...runtime,
  });
  const log: RequestLogEntry[] = [];
  const gateway = createGateway({
    understudy,
    models: ['support'],
    onRequest: (entry) => log.push(entry),
    ...options,
  });
  const url = await gateway.listen({ port: 0 });
  return {
    gateway,
    understudy,
    primary,
    backup,
    url,
    log,
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: async () => {
      await gateway.close({ graceMs: 0 });
      await understudy.close();
      await Promise.all([primary.close(), backup.close()]);
    },
  };
}

/** A chat in the format of each endpoint. */
export function bodyFor(path: string, fields: object = {}): object {
  const messages = [{ role: 'user', content: prompt }];
  switch (path) {
    case '/v1/responses':
      return { model: 'support', input: prompt, ...fields };
    case '/v1/messages':
      return { model: 'support', max_tokens: 1000, messages, ...fields };
    default:
      return { model: 'support', messages, ...fields };
  }
}
