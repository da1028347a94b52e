import type { FileEvent, ProviderEvent, SourceEvent, UsageEvent } from '@understudy/core/provider';
import { readSse } from '@understudy/provider-utils';

import { ChatStreamDecoder } from '../src/index.ts';
import type { DecodeSettings, Quirks, StreamEnd } from '../src/index.ts';

export const settings: DecodeSettings = { provider: 'vendor', model: 'requested-model' };

const limits = { maxEventBytes: 1_048_576 };

/** The result of a decoded stream. */
export interface Outcome {
  readonly events: readonly ProviderEvent[];
  readonly end: StreamEnd | undefined;
}

/** Decodes a stream that is received in these reads. */
export async function decodeReads(
  reads: Iterable<Uint8Array>,
  quirks: Quirks = {},
): Promise<Outcome> {
  const decoder = new ChatStreamDecoder({ ...settings, quirks });
  const events: ProviderEvent[] = [];
  for await (const messages of readSse(toBody(reads), limits, { lenient: true })) {
    const decoded = decoder.decode(messages);
    events.push(...decoded.events);
    if (decoded.end) return { events, end: decoded.end };
  }
  const decoded = decoder.end();
  return { events: [...events, ...decoded.events], end: decoded.end };
}

async function* toBody(reads: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* reads;
}

/** The parts of a response. Empty parts are omitted. */
export interface Summary {
  readonly text?: string;
  readonly reasoning?: string;
  /** The id, name and arguments of each call. */
  readonly calls?: readonly (readonly [string, string, string])[];
  readonly sources?: readonly string[];
  readonly files?: readonly FileEvent['data'][];
  /** Input, output, cached input and reasoning tokens. */
  readonly usage?: readonly (number | undefined)[];
  readonly warnings?: number;
  /** `reason (raw reason)`, or the code of the error. */
  readonly end: string;
}

type EventOf<Type extends ProviderEvent['type']> = Extract<ProviderEvent, { readonly type: Type }>;

export function summarize({ events, end }: Outcome): Summary {
  const all = <Type extends ProviderEvent['type']>(type: Type): readonly EventOf<Type>[] =>
    events.filter((event): event is EventOf<Type> => event.type === type);
  const text = all('text-delta').map((event) => event.text);
  const reasoning = all('reasoning-delta').map((event) => event.text);
  const calls = all('tool-call-end').map(
    (call) => [call.id, call.name, call.argumentsText] as const,
  );
  const sources = all('source').map(({ url }: SourceEvent) => url);
  const files = all('file').map(({ data }) => data);
  const usage = all('usage').map(readUsage).at(-1);
  const warnings = all('warning').length;
  const [finish] = all('finish');
  return {
    ...(text.length > 0 && { text: text.join('') }),
    ...(reasoning.length > 0 && { reasoning: reasoning.join('') }),
    ...(calls.length > 0 && { calls }),
    ...(sources.length > 0 && { sources }),
    ...(files.length > 0 && { files }),
    ...(usage && { usage }),
    ...(warnings > 0 && { warnings }),
    end: end?.type === 'failed' ? end.error.code : `${finish?.reason} (${finish?.rawReason})`,
  };
}

function readUsage(usage: UsageEvent): readonly (number | undefined)[] {
  const { inputTokens, outputTokens, cachedInputTokens, reasoningTokens } = usage;
  return [inputTokens, outputTokens, cachedInputTokens, reasoningTokens];
}
