/**
 * The names of spans, metrics, events and attributes. Those that start with `gen_ai` have the status Development.
 *
 * Sources: https://opentelemetry.io/docs/specs/semconv/gen-ai/ (1.41) and
 * https://github.com/open-telemetry/semantic-conventions-genai (0.1.0).
 */

/** A version of the semantic conventions for generative AI. */
export type ConventionsVersion = '1.41' | 'genai-0.1';

/** The names that differ between the versions. */
export interface Conventions {
  readonly cacheWriteTokens: string;
  readonly operationDuration: string;
  readonly timeToFirstChunk: string;
  readonly tokens: TokenConventions;
}

/** One histogram with the type of the tokens as an attribute, or one counter for each type. */
export type TokenConventions =
  | { readonly type: 'histogram'; readonly name: string }
  | {
      readonly type: 'counters';
      readonly input: string;
      readonly output: string;
      readonly cacheRead: string;
      readonly cacheWrite: string;
      readonly reasoning: string;
    };

export const conventions: Readonly<Record<ConventionsVersion, Conventions>> = {
  '1.41': {
    cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
    operationDuration: 'gen_ai.client.operation.duration',
    timeToFirstChunk: 'gen_ai.client.operation.time_to_first_chunk',
    tokens: { type: 'histogram', name: 'gen_ai.client.token.usage' },
  },
  'genai-0.1': {
    cacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens',
    operationDuration: 'gen_ai.client.inference.duration',
    timeToFirstChunk: 'gen_ai.client.inference.time_to_first_chunk',
    tokens: {
      type: 'counters',
      input: 'gen_ai.client.inference.usage.input_tokens',
      output: 'gen_ai.client.inference.usage.output_tokens',
      cacheRead: 'gen_ai.client.inference.usage.cache_read.input_tokens',
      cacheWrite: 'gen_ai.client.inference.usage.cache_write.input_tokens',
      reasoning: 'gen_ai.client.inference.usage.reasoning.output_tokens',
    },
  },
};

/** The name of the tracer and the meter. */
export const scopeName = '@understudy/otel';

/** The value of `gen_ai.operation.name`, and the first word of the names of spans. */
export const operation = 'chat';

export const attributes = {
  operationName: 'gen_ai.operation.name',
  providerName: 'gen_ai.provider.name',
  outputType: 'gen_ai.output.type',

  requestModel: 'gen_ai.request.model',
  requestStream: 'gen_ai.request.stream',
  temperature: 'gen_ai.request.temperature',
  topP: 'gen_ai.request.top_p',
  topK: 'gen_ai.request.top_k',
  maxTokens: 'gen_ai.request.max_tokens',
  seed: 'gen_ai.request.seed',
  presencePenalty: 'gen_ai.request.presence_penalty',
  frequencyPenalty: 'gen_ai.request.frequency_penalty',
  reasoningLevel: 'gen_ai.request.reasoning.level',
  stopSequences: 'gen_ai.request.stop_sequences',

  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',

  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  tokenType: 'gen_ai.token.type',
  tokenModality: 'gen_ai.token.modality',

  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',

  serverAddress: 'server.address',
  serverPort: 'server.port',
  errorType: 'error.type',

  chain: 'understudy.chain',
  attempts: 'understudy.attempts',
  provider: 'understudy.provider',
  attempt: 'understudy.attempt',
  requests: 'understudy.requests',
  outcome: 'understudy.outcome',
  next: 'understudy.next',
  delayMs: 'understudy.delay_ms',
  phase: 'understudy.phase',
  state: 'understudy.state',
  code: 'understudy.code',
} as const;

/** The events of the span of a chat. */
export const events = {
  skip: 'understudy.skip',
  wait: 'understudy.wait',
  reset: 'understudy.reset',
} as const;

export const metrics = {
  attempts: 'understudy.attempts',
  chatDuration: 'understudy.chat.duration',
  chatsInFlight: 'understudy.chat.in_flight',
  chatOverhead: 'understudy.chat.overhead',
  breakerTransitions: 'understudy.breaker.transitions',
  breakersOpen: 'understudy.breaker.open',
  gatewayRejections: 'understudy.gateway.rejections',
  gatewayOpenStreams: 'understudy.gateway.open_streams',
  configReloads: 'understudy.config.reloads',
} as const;

/** The model of metrics for a model that only a request names, so that callers cannot create time series. */
export const unknownModel = 'other';
