import type { ChatEvent, ProviderEvent } from '../../chat/chat-event.ts';
import { readJson, readJsonObject } from '../../input/read-json.ts';
import * as read from '../../input/readers.ts';
import type { Reader } from '../../input/readers.ts';
import { readResult } from '../../provider/read-result.ts';
import { readFinishReason } from '../../registry/chain/read-policy.ts';
import { createFileReader } from '../../request/read-message.ts';

type Fields = Readonly<Record<string, Reader<unknown>>>;

interface EventFields {
  readonly required: Fields;
  readonly optional?: Fields;
}

const metadata = { providerMetadata: readJsonObject };
const origin = { signature: read.readString, ...metadata };

const readCount: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value >= 0) return value;
  throw read.invalidType(path, 'a number of at least 0', value);
};

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

const text: EventFields = { required: { text: read.readString } };

const fieldsByType: Readonly<Record<ProviderEvent['type'], EventFields>> = {
  'response-start': {
    required: { provider: read.readString, model: read.readString },
    optional: {
      id: read.readString,
      requestId: read.readString,
      rateLimitHeaders: read.readMap(read.readString),
      ...metadata,
    },
  },
  'text-delta': text,
  'text-end': { required: {}, optional: origin },
  'reasoning-delta': text,
  'reasoning-end': { required: {}, optional: { ...origin, redacted: read.readBoolean } },
  progress: { required: { activity: read.readEnum('thinking', 'loading', 'searching') } },
  'tool-call-start': {
    required: { id: read.readString, name: read.readString },
    optional: metadata,
  },
  'tool-call-delta': { required: { id: read.readString, argumentsText: read.readString } },
  'tool-call-end': {
    required: { id: read.readString, name: read.readString, argumentsText: read.readString },
    optional: { incomplete: read.readBoolean, ...origin },
  },
  source: { required: { url: read.readString }, optional: { title: read.readString } },
  'document-source': {
    required: { title: read.readString },
    optional: { mediaType: read.readString, quote: read.readString },
  },
  file: { required: { mediaType: read.readString, data: readFile }, optional: origin },
  usage: {
    required: {},
    optional: {
      inputTokens: readCount,
      outputTokens: readCount,
      cachedInputTokens: readCount,
      cacheWriteTokens: readCount,
      reasoningTokens: readCount,
    },
  },
  warning: { required: { message: read.readString } },
  raw: { required: { value: readJson } },
  finish: {
    required: { reason: readFinishReason },
    optional: { rawReason: read.readString, message: read.readString, ...metadata },
  },
};

interface FieldCheck {
  readonly name: string;
  readonly path: string;
  readonly read: Reader<unknown>;
  readonly isOptional: boolean;
}

/** The paths are created once, because every event is checked. */
const checksByType: ReadonlyMap<string, readonly FieldCheck[]> = new Map(
  Object.entries(fieldsByType).map(([type, { required, optional = {} }]) => [
    type,
    [...createChecks(type, required, false), ...createChecks(type, optional, true)],
  ]),
);

function createChecks(type: string, fields: Fields, isOptional: boolean): readonly FieldCheck[] {
  return Object.entries(fields).map(([name, readField]) => {
    return { name, path: `${type}.${name}`, read: readField, isOptional };
  });
}

/** Returns whether an event is a valid delta of a text, which most events are. */
export function isTextDelta(event: ProviderEvent): boolean {
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
  for (const { name, path: fieldPath, read: readField, isOptional } of checksByType.get(type) ??
    []) {
    const value: unknown = Reflect.get(event, name);
    if (value !== undefined || !isOptional) readField(value, fieldPath);
  }
};
