import { RequestError } from '../errors.ts';
import type { JsonRecord } from './read-field.ts';

/** The options with a meaning. Other options are ignored, as by the server. */
const types: Readonly<Record<string, 'float32' | 'integer' | 'strings'>> = {
  temperature: 'float32',
  top_p: 'float32',
  min_p: 'float32',
  presence_penalty: 'float32',
  frequency_penalty: 'float32',
  repeat_penalty: 'float32',
  top_k: 'integer',
  seed: 'integer',
  num_predict: 'integer',
  num_ctx: 'integer',
  num_keep: 'integer',
  repeat_last_n: 'integer',
  stop: 'strings',
};

/** The options that the emulator uses. */
export interface DecodedOptions {
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly contextTokens: number | undefined;
}

/** @throws RequestError if an option has the wrong type */
export function decodeOptions(options: JsonRecord): DecodedOptions {
  for (const [name, value] of Object.entries(options)) validateOption(name, value);
  const { num_predict: limit, num_ctx: contextTokens, stop } = options;
  return {
    // -1 is no limit.
    maxTokens: typeof limit === 'number' && limit >= 0 ? limit : Infinity,
    stop: Array.isArray(stop) ? stop.filter((text) => typeof text === 'string') : [],
    contextTokens: typeof contextTokens === 'number' ? contextTokens : undefined,
  };
}

function validateOption(name: string, value: unknown): void {
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined || value === null || isOfType(value, type)) return;
  const expected = type === 'strings' ? 'an array of strings' : `of type ${type}`;
  throw new RequestError(`option ${JSON.stringify(name)} must be ${expected}`);
}

function isOfType(value: unknown, type: 'float32' | 'integer' | 'strings'): boolean {
  if (type === 'float32') return typeof value === 'number';
  if (type === 'integer') return Number.isInteger(value);
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
