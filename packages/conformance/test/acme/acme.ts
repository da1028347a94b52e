import { defineProvider, readSse } from '@understudy/core/provider';
import type {
  ChatRequest,
  Http,
  HttpResponse,
  Lifecycle,
  ModelInfo,
  ModelsContext,
  Provider,
  ProviderContext,
  ProviderDefinition,
  ProviderEvent,
  SseMessage,
} from '@understudy/core/provider';

import type { AcmeSettings } from './acme-settings.ts';
import { readAhead, readCarelessly, readInto, withoutReturn } from './careless-reading.ts';
import type { LineBuffer } from './careless-reading.ts';
import { ChunkDecoder } from './chunk-decoder.ts';
import { encodeBody } from './encode-body.ts';
import { fetchHttp } from './fetch-http.ts';
import { listModels } from './list-models.ts';
import { refusal } from './response-error.ts';

type Batches = AsyncGenerator<readonly ProviderEvent[], void, undefined>;

const lifecycles: Readonly<Record<'active' | 'nameless', Lifecycle>> = {
  active: { state: 'active' },
  nameless: { state: 'deprecated', since: '2024-02-05', reason: 'it is old', code: '' },
};

/** A small provider of the OpenAI dialect, sound unless a fault is planted. */
export function acme({ fault, ...options }: AcmeSettings): ProviderDefinition {
  return defineProvider({
    id: 'acme',
    label: fault === 'prints-its-key' ? `Acme of ${options.apiKey}` : 'Acme',
    interfaceVersion: 1,
    lifecycle: lifecycles[fault === 'is-deprecated-without-code' ? 'nameless' : 'active'],
    capabilities: { tools: fault !== 'claims-no-tools', images: true, files: true, json: true },
    models: [{ id: 'acme-1' }],
    credentialEnvVars: ['ACME_API_KEY'],
    create: () => new Acme({ ...options, fault }),
  });
}

class Acme implements Provider {
  readonly #options: AcmeSettings;
  readonly #shared: ChunkDecoder;
  readonly #lines: LineBuffer = { rest: '' };

  constructor(options: AcmeSettings) {
    this.#options = options;
    this.#shared = new ChunkDecoder(options.fault);
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    const { fault } = this.#options;
    const decoder = fault === 'shares-its-decoder' ? this.#shared : new ChunkDecoder(fault);
    if (fault === 'leaves-a-timer') setInterval(() => {}, 60_000);
    if (fault === 'stays-when-left') {
      return withoutReturn(this.#converse(request, context, decoder));
    }
    if (fault !== 'opens-before-the-pull') return this.#converse(request, context, decoder);
    const opened = this.#open(request, context);
    opened.catch(() => {});
    return this.#converse(request, context, decoder, opened);
  }

  models(context: ModelsContext): Promise<readonly ModelInfo[]> {
    return listModels(context, this.#options);
  }

  async *#converse(
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
      for await (const messages of this.#read(response)) {
        const { events, failure, done } = decoder.decode(messages);
        if (fault === 'holds-text-back') held.push(...events);
        else yield events;
        if (failure) throw failure;
        if (done) break;
      }
    } catch (error) {
      if (fault !== 'takes-any-failure-for-the-end') throw error;
    }
    yield [...held, ...decoder.end()];
  }

  #read(response: HttpResponse): AsyncIterable<readonly SseMessage[]> {
    const { fault } = this.#options;
    if (fault === 'loses-what-a-read-cuts') return readCarelessly(response.body);
    if (fault === 'shares-its-line-buffer') return readInto(this.#lines, response.body);
    if (fault === 'has-no-bounds') return readSse(response.body, { maxEventBytes: Infinity });
    return fault === 'reads-ahead' ? readAhead(readSse(response.body)) : readSse(response.body);
  }

  async #open(request: ChatRequest, context: ProviderContext): Promise<HttpResponse> {
    const { fault } = this.#options;
    const response = await this.#send(request, context);
    const failed = await refusal(response, context, this.#options);
    if (!failed) return response;
    if (fault !== 'retries-by-itself' || failed.code !== 'server-error') throw failed;
    const again = await this.#send(request, context);
    const failedAgain = await refusal(again, context, this.#options);
    if (failedAgain) throw failedAgain;
    return again;
  }

  #send(request: ChatRequest, context: ProviderContext): Promise<HttpResponse> {
    const { baseUrl, apiKey, fault } = this.#options;
    const deaf = fault === 'ignores-abort' || fault === 'stays-when-left';
    const http: Http = fault === 'uses-fetch' ? fetchHttp : context.http;
    return http.request({
      method: 'POST',
      url: new URL(`${baseUrl}/chat/completions`),
      headers: {
        ...(fault !== 'drops-the-callers-headers' && context.headers),
        'content-type': 'application/json',
        authorization: `Bearer ${apiKey}`,
      },
      body: encodeBody(request, fault),
      signal: deaf ? new AbortController().signal : context.signal,
    });
  }
}
