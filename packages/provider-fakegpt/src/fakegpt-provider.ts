import { defineProvider } from '@understudy/core/provider';
import type {
  ChatRequest,
  Provider,
  ProviderContext,
  ProviderDefinition,
  ProviderMetadata,
  ProviderPorts,
} from '@understudy/core/provider';

import { fakegptModels } from './fakegpt-models.ts';
import type { FakeGptModel } from './fakegpt-models.ts';
import { readFakeGptSettings } from './fakegpt-settings.ts';
import type { FakeGptOptions, FakeGptSettings } from './fakegpt-settings.ts';
import { AccountHistory } from './session/accounts.ts';
import { Endpoint } from './session/endpoint.ts';
import { logIn } from './session/log-in.ts';
import { SessionPool } from './session/session-pool.ts';
import { streamChat } from './stream-chat.ts';

/** The lifecycle of the provider, see `ProviderDefinition.lifecycle`. */
export interface FakeGptLifecycle {
  readonly state: 'deprecated';
  readonly since: '2024-02-05';
  readonly reason: string;
  readonly replacement: 'openai';
  readonly code: 'UNDERSTUDY_DEP_FAKEGPT';
}

/** The metadata that all definitions have in common. */
export const fakegptMetadata: ProviderMetadata<FakeGptLifecycle> = {
  label: 'FakeGpt',
  url: 'https://chat-shared2.zhile.io',
  lifecycle: {
    state: 'deprecated',
    since: '2024-02-05',
    reason: 'its public upstream was closed by its owner',
    replacement: 'openai',
    code: 'UNDERSTUDY_DEP_FAKEGPT',
  },
  capabilities: { tools: false, images: false, files: false, json: false },
  credentialEnvVars: [],
};

/**
 * Creates a provider for the FakeGpt protocol: ChatGPT's web API of 2023 behind shared accounts.
 *
 * Use it for tests and debugging, with a server of your own. The public server is closed.
 *
 * @throws ConfigurationError `invalid-configuration` with the path of the missing or invalid option
 *
 * @example
 * const understudy = createUnderstudy({ providers: [fakegpt({ baseUrl: 'http://127.0.0.1:4000' })] });
 */
export function fakegpt<const Id extends string>(
  options: FakeGptOptions<Id> & { readonly id: Id },
): ProviderDefinition<Id, FakeGptModel, FakeGptLifecycle>;
export function fakegpt(
  options: FakeGptOptions<'fakegpt'>,
): ProviderDefinition<'fakegpt', FakeGptModel, FakeGptLifecycle>;
export function fakegpt(
  options: FakeGptOptions,
): ProviderDefinition<string, FakeGptModel, FakeGptLifecycle> {
  return defineFakeGpt(options);
}

/**
 * Creates a definition from options that are not validated yet.
 *
 * @throws ConfigurationError
 */
export function defineFakeGpt(
  options: object,
): ProviderDefinition<string, FakeGptModel, FakeGptLifecycle> {
  const settings = readFakeGptSettings(options);
  return defineProvider({
    ...fakegptMetadata,
    id: settings.id,
    interfaceVersion: 1,
    models: fakegptModels,
    allowUnknownModels: false,
    create: (ports) => new FakeGptProvider(settings, ports),
  });
}

class FakeGptProvider implements Provider {
  readonly #endpoint: Endpoint;
  readonly #pool: SessionPool;

  constructor(settings: FakeGptSettings, ports: ProviderPorts) {
    const endpoint = new Endpoint(settings);
    const history = new AccountHistory();
    this.#endpoint = endpoint;
    this.#pool = new SessionPool({
      size: settings.sessions,
      clock: ports.clock,
      logIn: (signal) => logIn({ endpoint, ports, signal, history }),
    });
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return streamChat(request, context, { endpoint: this.#endpoint, pool: this.#pool });
  }

  async close(): Promise<void> {
    this.#pool.close();
  }
}
