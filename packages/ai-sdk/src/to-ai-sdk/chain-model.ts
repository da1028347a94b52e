import type { Attempt, ChatStream, Understudy } from '@understudy/core';
import type { WireFormat } from '@understudy/core/provider';

import type { CallOptions } from '../specification/call-options.ts';
import type {
  CallWarning,
  GenerateResult,
  LanguageModel,
  Specification,
  StreamResult,
} from '../specification/language-model.ts';
import { decodeCall } from './decode-call.ts';
import { encodeError, isAbort } from './encode-error.ts';
import { namespace } from './part-origin.ts';
import { encodeResponse } from './response/encode-response.ts';
import { ResponseStream } from './response/response-stream.ts';
import type { SpecificationEncoder } from './response/specification-encoder.ts';
import { StreamEncoder } from './response/stream-encoder.ts';

/** What a model needs of a runtime. */
export type Runtime = Pick<Understudy, 'chat' | 'explain' | 'providers'>;

interface OpenedChat {
  readonly chat: ChatStream;
  /** Returns the warnings about the call, by the provider of the response. */
  readonly warningsOf: (provider: string) => readonly CallWarning[];
}

/** A chain or a model of a runtime as a language model of the AI SDK. */
export class ChainModel<Version extends Specification> implements LanguageModel<Version> {
  readonly specificationVersion: Version;
  readonly provider: string = namespace;
  readonly modelId: string;
  readonly supportedUrls: Record<string, RegExp[]>;
  readonly #runtime: Runtime;
  readonly #encoder: SpecificationEncoder<Version>;

  constructor(
    runtime: Runtime,
    modelId: string,
    encoder: SpecificationEncoder<Version>,
    supportedUrls: Record<string, RegExp[]>,
  ) {
    this.specificationVersion = encoder.version;
    this.modelId = modelId;
    this.supportedUrls = supportedUrls;
    this.#runtime = runtime;
    this.#encoder = encoder;
  }

  async doGenerate(call: CallOptions): Promise<GenerateResult<Version>> {
    const { chat, warningsOf } = this.#open(call);
    try {
      const response = await chat.response();
      return this.#encoder.toResult(encodeResponse(response, warningsOf(response.provider)));
    } catch (error) {
      throw this.#encodeError(error, chat.attempts, call);
    }
  }

  async doStream(call: CallOptions): Promise<StreamResult<Version>> {
    const { chat, warningsOf } = this.#open(call);
    const encoder = new StreamEncoder(chat, warningsOf);
    const stream = new ResponseStream({
      batches: chat.batches[Symbol.asyncIterator](),
      cancel: (reason) => chat.cancel(reason),
      encoder,
      encodeError: (error) => this.#encodeError(error, chat.attempts, call),
      isAbort: (error) => isAbort(error, call.abortSignal),
    });
    await stream.start();
    return {
      stream: stream.toReadableStream(this.#encoder.toPart),
      response: { headers: { ...encoder.start?.rateLimitHeaders } },
    };
  }

  #open(call: CallOptions): OpenedChat {
    try {
      const { input, options, warnings } = decodeCall(this.modelId, call, this.#wireFormats());
      const chat = this.#runtime.chat(input, options);
      return { chat, warningsOf: (provider) => [...this.#deprecations(provider), ...warnings] };
    } catch (error) {
      throw this.#encodeError(error, [], call);
    }
  }

  #wireFormats(): ReadonlyMap<string, WireFormat> {
    return new Map(
      this.#runtime
        .providers()
        .flatMap(({ id, wireFormat }) => (wireFormat ? [[id, wireFormat] as const] : [])),
    );
  }

  #encodeError(
    error: unknown,
    attempts: readonly Attempt[],
    { abortSignal }: CallOptions,
  ): unknown {
    return encodeError(error, { model: this.modelId, attempts, signal: abortSignal });
  }

  /** The AI SDK logs these warnings. */
  #deprecations(providerId: string): readonly CallWarning[] {
    const definition = this.#runtime.providers().find(({ id }) => id === providerId);
    if (definition?.lifecycle.state !== 'deprecated') return [];
    const { reason, replacement } = definition.lifecycle;
    const advice = replacement === undefined ? '' : `; use ${replacement}`;
    return [
      { type: 'deprecated', setting: `provider:${providerId}`, message: `${reason}${advice}` },
    ];
  }
}
