import type { ProviderDefinition } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type {
  Http,
  HttpBody,
  Provider,
  ProviderContext,
  ProviderPorts,
} from '@understudy/core/provider';

/** A definition that does what the one given does, and tells what its provider did. */
export class InstrumentedProvider {
  readonly definition: ProviderDefinition;
  /** How many requests were made through the port. */
  requests = 0;
  /** How many bytes of bodies the provider has taken. */
  bytesRead = 0;
  /** How many answers are open now. */
  open = 0;
  /** Whether its provider, once made, asks the vendor for its models. */
  listsModels = false;
  /** What happens between the call of `chat` and the first pull. */
  beforeFirstPull: (() => Promise<void>) | undefined;

  constructor(definition: ProviderDefinition) {
    this.definition = defineProvider({
      ...definition,
      create: async (ports) => this.#watch(await definition.create(this.#count(ports))),
    });
  }

  #count<Ports extends ProviderPorts>(ports: Ports): Ports {
    const http: Http = {
      request: async (request) => {
        this.requests += 1;
        const response = await ports.http.request(request);
        return { ...response, body: this.#measure(response.body) };
      },
    };
    return { ...ports, http };
  }

  async *#measure(body: HttpBody): AsyncGenerator<Uint8Array> {
    for await (const bytes of body) {
      this.bytesRead += bytes.length;
      yield bytes;
    }
  }

  #watch(provider: Provider): Provider {
    const models = provider.models?.bind(provider);
    this.listsModels = models !== undefined;
    return {
      chat: (request, context) => this.#iterate(provider, request, context),
      ...(models && { models: (context) => models(this.#count(context)) }),
      close: async () => provider.close?.(),
    };
  }

  async *#iterate(
    provider: Provider,
    request: Parameters<Provider['chat']>[0],
    context: ProviderContext,
  ): ReturnType<Provider['chat']> & AsyncGenerator {
    this.open += 1;
    try {
      const answer = provider.chat(request, this.#count(context));
      await this.beforeFirstPull?.();
      yield* answer;
    } finally {
      this.open -= 1;
    }
  }
}
