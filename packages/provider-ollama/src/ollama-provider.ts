import type {
  ChatRequest,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
  ProviderPorts,
} from '@understudy/core/provider';

import { Endpoint } from './endpoint.ts';
import { ModelCatalog } from './model-catalog.ts';
import type { OllamaSettings } from './ollama-settings.ts';
import { streamChat } from './stream-chat.ts';

/** A provider for Ollama's native API. It keeps what the server reports about its models. */
export class OllamaProvider implements Provider {
  readonly #endpoint: Endpoint;
  readonly #catalog: ModelCatalog;
  readonly #ports: ProviderPorts;

  constructor(settings: OllamaSettings, ports: ProviderPorts) {
    this.#endpoint = new Endpoint(settings);
    this.#catalog = new ModelCatalog(this.#endpoint);
    this.#ports = ports;
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    // Requests for facts about a model are not requests for the response.
    const shared = { ...context, http: this.#ports.http };
    return streamChat(request, context, {
      endpoint: this.#endpoint,
      catalog: this.#catalog,
      shared,
    });
  }

  models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    return this.#catalog.list(context);
  }
}
