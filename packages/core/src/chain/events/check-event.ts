import type { ChatEvent, ProviderEvent } from '../../chat/chat-event.ts';
import { readJson, readJsonObject } from '../../input/read-json.ts';
import * as read from '../../input/readers.ts';
import type { Reader } from '../../input/readers.ts';
import { readResult } from '../../provider/read-result.ts';
import { readFinishReason } from '../../registry/read-policy.ts';
import { createFileReader } from '../../request/read-message.ts';

type Fields = Readonly<Record<string, Reader<unknown>>>;

const optionalText = optional(read.readString);
const origin = { signature: optionalText, providerMetadata: optional(readJsonObject) };

const readCount: Reader<number | undefined> = optional((value, path) => {
  if (typeof value === 'number' && value >= 0) return value;
  throw read.invalidType(path, 'a number of at least 0', value);
});

const readFile = createFileReader(
  (value, path) => {
    if (value instanceof Uint8Array) return value;
    throw read.invalidType(path, 'a Uint8Array', value);
  },
  (value, path) => {
    if (value instanceof URL) return value;
    throw read.invalidType(path, 'a URL', value);
  },
);

const fieldsByType: Readonly<Record<ProviderEvent['type'], Fields>> = {
  'response-start': {
    provider: read.readString,
    model: read.readString,
    id: optionalText,
    requestId: optionalText,
    rateLimitHeaders: optional(read.readMap(read.readString)),
    providerMetadata: origin.providerMetadata,
  },
  'text-delta': { text: read.readString },
  'text-end': origin,
  'reasoning-delta': { text: read.readString },
  'reasoning-end': { ...origin, redacted: optional(read.readBoolean) },
  progress: { activity: read.readEnum('thinking', 'loading', 'searching') },
  'tool-call-start': { id: read.readString, name: read.readString },
  'tool-call-delta': { id: read.readString, argumentsText: read.readString },
  'tool-call-end': {
    id: read.readString,
    name: read.readString,
    argumentsText: read.readString,
    incomplete: optional(read.readBoolean),
    ...origin,
  },
  source: { url: read.readString, title: optionalText },
  'document-source': { title: read.readString, mediaType: optionalText, quote: optionalText },
  file: { mediaType: read.readString, data: readFile, ...origin },
  usage: {
    inputTokens: readCount,
    outputTokens: readCount,
    cachedInputTokens: readCount,
    cacheWriteTokens: readCount,
    reasoningTokens: readCount,
  },
  warning: { message: read.readString },
  raw: { value: readJson },
  finish: {
    reason: readFinishReason,
    rawReason: optionalText,
    message: optionalText,
    providerMetadata: origin.providerMetadata,
  },
};

interface FieldCheck {
  readonly name: string;
  readonly path: string;
  readonly read: Reader<unknown>;
}

/** The paths are created once, because every event is checked. */
const checksByType: ReadonlyMap<string, readonly FieldCheck[]> = new Map(
  Object.entries(fieldsByType).map(([type, fields]) => [
    type,
    Object.entries(fields).map(([name, readField]) => {
      return { name, path: `${type}.${name}`, read: readField };
    }),
  ]),
);

/** Returns whether an event is a valid piece of a text, which most events are. */
export function isPiece(event: ProviderEvent): boolean {
  return (
    (event.type === 'text-delta' || event.type === 'reasoning-delta') &&
    typeof event.text === 'string'
  );
}

/**
 * Checks the fields of an event. Types and fields that this version does not know are valid, because a newer provider
 * can yield them. The events about the attempts are not valid.
 *
 * @throws ProviderError `malformed-response` with the type of the event and the name of the field
 */
export function checkEvent(event: ProviderEvent): void {
  readResult(readEvent, event, 'event');
}

const reserved: ReadonlySet<string> = new Set<Exclude<ChatEvent, ProviderEvent>['type']>([
  'attempt-start',
  'attempt-end',
  'reset',
]);

const readType: Reader<string> = (type, path) => {
  if (typeof type === 'string' && !reserved.has(type)) return type;
  throw read.invalidType(path, 'a type that a provider may yield', type);
};

const readEvent: Reader<void> = (event, path) => {
  if (typeof event !== 'object' || event === null) throw read.invalidType(path, 'an object', event);
  const type = readType(Reflect.get(event, 'type'), 'event.type');
  for (const check of checksByType.get(type) ?? []) {
    check.read(Reflect.get(event, check.name), check.path);
  }
};

function optional<Value>(readValue: Reader<Value>): Reader<Value | undefined> {
  return (value, path) => (value === undefined ? undefined : readValue(value, path));
}
