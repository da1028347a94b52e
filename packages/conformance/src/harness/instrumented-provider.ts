import type { ProviderDefinition } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type {
  Http,
  HttpBody,
  Provider,
  ProviderContext,
  ProviderEvent,
  ProviderPorts,
} from '@understudy/core/provider';

/** Wraps a provider definition and counts what its provider does. */
export class InstrumentedProvider {
  readonly definition: ProviderDefinition;
  /** Requests made with the `http` port. */
  requests = 0;
  /** Bytes of response bodies that the provider has read. */
  bytesRead = 0;
  /** Iterations of `chat()` that have started and not ended. */
  openStreams = 0;
  /** Events that the provider yielded together with its first `finish`, after it. */
  eventsAfterFinish: readonly ProviderEvent[] = [];
  /** Whether the provider has `models()`. False until it is created. */
  listsModels = false;
  /** Runs between the call of `chat()` and the first pull. */
  beforeFirstPull: (() => Promise<void>) | undefined;

  constructor(definition: ProviderDefinition) {
    this.definition = defineProvider({
      ...definition,
      create: async (ports) => this.#instrument(await definition.create(this.#count(ports))),
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

  #observe(events: readonly ProviderEvent[]): void {
    const finish = events.findIndex(({ type }) => type === 'finish');
    if (finish >= 0) this.eventsAfterFinish = events.slice(finish + 1);
  }

  #instrument(provider: Provider): Provider {
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
    this.openStreams += 1;
    try {
      const events = provider.chat(request, this.#count(context));
      await this.beforeFirstPull?.();
      for await (const batch of events) {
        this.#observe([batch].flat());
        yield batch;
      }
    } finally {
      this.openStreams -= 1;
    }
  }
}
