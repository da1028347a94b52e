import { defineProvider } from '@understudy/core/provider';
import type {
  ChatRequest,
  Http,
  HttpResponse,
  Lifecycle,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
} from '@understudy/core/provider';
import { readSse } from '@understudy/provider-utils';
import type { SseMessage } from '@understudy/provider-utils';

import type { AcmeSettings } from './acme-settings.ts';
import { ChunkDecoder } from './chunk-decoder.ts';
import { encodeBody } from './encode-body.ts';
import { readAhead, readWithBuffer, readWithoutBuffer, withoutReturn } from './faulty-readers.ts';
import type { LineBuffer } from './faulty-readers.ts';
import { fetchHttp } from './fetch-http.ts';
import { listModels } from './list-models.ts';
import { decodeError } from './response-error.ts';

type Batches = AsyncGenerator<readonly ProviderEvent[], void, undefined>;

const tooLarge = { contextTokens: 1_000, maxOutputTokens: 2_000 };

const lifecycles: Readonly<Record<'active' | 'withoutReason', Lifecycle>> = {
  active: { state: 'active' },
  withoutReason: { state: 'deprecated', since: '2024-02-05', reason: '', code: 'ACME_DEP_API' },
};

/** A provider for an OpenAI-compatible vendor. It is correct unless `fault` is set. */
export function acme({ fault, ...options }: AcmeSettings): ProviderDefinition {
  return defineProvider({
    id: 'acme',
    label: fault === 'key-in-label' ? `Acme ${options.apiKey}` : 'Acme',
    interfaceVersion: 1,
    lifecycle: lifecycles[fault === 'deprecated-without-reason' ? 'withoutReason' : 'active'],
    capabilities: { tools: fault !== 'tools-not-declared', images: true, files: true, json: true },
    models: [{ id: 'acme-1', ...(fault === 'response-larger-than-context' && tooLarge) }],
    credentialEnvVars: ['ACME_API_KEY'],
    create: () => new Acme({ ...options, fault }),
  });
}

class Acme implements Provider {
  readonly #options: AcmeSettings;
  readonly #sharedDecoder: ChunkDecoder;
  readonly #sharedBuffer: LineBuffer = { remaining: '' };
  readonly #signatures: string[] = [];

  constructor(options: AcmeSettings) {
    this.#options = options;
    this.#sharedDecoder = new ChunkDecoder(options.fault);
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    const { fault } = this.#options;
    const decoder = fault === 'shared-decoder' ? this.#sharedDecoder : new ChunkDecoder(fault);
    decoder.includeRaw = context.includeRaw;
    if (fault === 'leaks-timer') setInterval(() => {}, 60_000);
    if (fault === 'ignores-signal-and-return') {
      return withoutReturn(this.#streamChat(request, context, decoder));
    }
    if (fault !== 'requests-before-first-pull') return this.#streamChat(request, context, decoder);
    const opened = this.#open(request, context);
    opened.catch(() => {});
    return this.#streamChat(request, context, decoder, opened);
  }

  models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    return listModels(context, this.#options);
  }

  async *#streamChat(
    request: ChatRequest,
    context: ProviderContext,
    decoder: ChunkDecoder,
    opened?: Promise<HttpResponse>,
  ): Batches {
    const { fault } = this.#options;
    const response = await (opened ?? this.#open(request, context));
    yield [{ type: 'response-start', provider: context.provider, model: request.model }];
    const held: ProviderEvent[] = [];
    try {
      for await (const messages of this.#read(response, context)) {
        const { events, failure, done } = decoder.decode(messages);
        this.#signatures.push(...decoder.signatures);
        if (fault === 'emits-text-at-end') held.push(...events);
        else yield events;
        if (failure) throw failure;
        if (done) break;
      }
    } catch (error) {
      if (fault !== 'treats-errors-as-end') throw error;
    }
    yield [...held, ...decoder.end()];
  }

  #read(response: HttpResponse, { limits }: ProviderContext): AsyncIterable<readonly SseMessage[]> {
    const { fault } = this.#options;
    if (fault === 'ignores-size-limits')
      return readSse(response.body, { maxEventBytes: 8_388_608 });
    if (fault === 'drops-split-events') return readWithoutBuffer(response.body);
    if (fault === 'shared-line-buffer')
      return readWithBuffer(this.#sharedBuffer, response.body, limits.maxEventBytes);
    if (fault === 'unbounded-buffers') return readSse(response.body, { maxEventBytes: Infinity });
    const messages = readSse(response.body, limits);
    return fault === 'reads-ahead' ? readAhead(messages) : messages;
  }

  async #open(request: ChatRequest, context: ProviderContext): Promise<HttpResponse> {
    const { fault } = this.#options;
    const response = await this.#send(request, context);
    const error = await decodeError(response, context, this.#options);
    if (!error) return response;
    if (fault !== 'retries-server-errors' || error.code !== 'server-error') throw error;
    const retried = await this.#send(request, context);
    const secondError = await decodeError(retried, context, this.#options);
    if (secondError) throw secondError;
    return retried;
  }

  #send(request: ChatRequest, context: ProviderContext): Promise<HttpResponse> {
    const { baseUrl, apiKey, fault } = this.#options;
    const remembered = fault === 'remembers-signatures' && {
      metadata: { signatures: this.#signatures.join() },
    };
    const ignoresSignal = fault === 'ignores-signal' || fault === 'ignores-signal-and-return';
    const http: Http = fault === 'uses-global-fetch' ? fetchHttp : context.http;
    return http.request({
      method: 'POST',
      url: new URL(`${baseUrl}/chat/completions`),
      headers: {
        ...(fault !== 'drops-caller-headers' && context.headers),
        'content-type': 'application/json',
        authorization: `Bearer ${apiKey}`,
      },
      body: encodeBody({ ...request, ...remembered }, fault),
      signal: ignoresSignal ? new AbortController().signal : context.signal,
    });
  }
}
