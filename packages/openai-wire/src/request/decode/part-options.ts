import type { JsonObject, ProviderOptions, TextPart } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { readObjectValue } from '@understudy/provider-utils/internal';
import type { Field, Warn } from '@understudy/provider-utils/internal';

/** The key of `providerOptions` for what only targets with the same format receive. */
export const wireFormat = 'openai-chat';

/** Fields of a request that both APIs of OpenAI have, and Understudy has not. */
export const sharedFields: readonly string[] = [
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'safety_identifier',
  'service_tier',
];

interface WithOptions {
  readonly providerOptions?: ProviderOptions;
}

/**
 * Returns the mark for Anthropic's prompt cache, which clients of OpenAI-compatible gateways add to messages, parts and
 * tools. OpenAI rejects it.
 */
export function decodeCacheMark(...objects: readonly JsonObject[]): WithOptions {
  const mark = objects.map(({ cache_control: value }) => value).find(isJsonObject);
  return mark ? { providerOptions: { 'anthropic-messages': { cache_control: mark } } } : {};
}

/** Returns the mark for OpenAI's prompt cache, which parts of the user and the system have in both APIs. */
export function readBreakpoint({ prompt_cache_breakpoint: value }: JsonObject): JsonObject {
  return isJsonObject(value) ? { prompt_cache_breakpoint: value } : {};
}

/** Returns the marks of a part for the prompt caches of both vendors. */
export function decodePartMarks(part: JsonObject): WithOptions {
  const mark = decodeCacheMark(part);
  const breakpoint = readBreakpoint(part);
  if (Object.keys(breakpoint).length === 0) return mark;
  return addOptions(mark, { [wireFormat]: breakpoint, 'openai-responses': breakpoint });
}

/** Adds options, each under the key of its format. */
export function addOptions(
  { providerOptions = {} }: WithOptions,
  options: ProviderOptions,
): WithOptions {
  const added = Object.entries(options).map(([format, value]) => [
    format,
    { ...providerOptions[format], ...value },
  ]);
  return { providerOptions: { ...providerOptions, ...Object.fromEntries(added) } };
}

/** Returns the options of an image: how closely the model looks at it, in the names of both APIs of OpenAI. */
export function decodeImageOptions(part: JsonObject, detail: unknown): WithOptions {
  const options = decodePartMarks(part);
  if (typeof detail !== 'string' || detail === 'auto') return options;
  return addOptions(options, {
    [wireFormat]: { image_url: { detail } },
    'openai-responses': { detail },
  });
}

/** A part without a counterpart in a message of its role is kept as options of an empty text, with a warning. */
export function keepUnknown(item: Field, warn: Warn): TextPart {
  warn(`sent only to targets with the same format: ${item.path}`);
  return { type: 'text', text: '', providerOptions: { [wireFormat]: readObjectValue(item) } };
}
