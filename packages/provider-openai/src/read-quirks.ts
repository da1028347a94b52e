import { ConfigurationError, isJsonObject } from '@understudy/core/provider';
import type { OptionalField, Quirks } from '@understudy/openai-wire';

type Choice = Exclude<keyof Quirks, 'unsupportedFields'>;

/** The compiler holds this list and the next complete. */
const choices: Readonly<Record<Choice, readonly (string | boolean)[]>> = {
  maxTokensField: ['max_completion_tokens', 'max_tokens'],
  systemRole: ['system', 'developer'],
  seedField: ['seed', 'random_seed'],
  reasoningField: ['reasoning_content', 'reasoning'],
  thinkTags: [true, false],
  streams: [true, false],
  streamUsage: [true, false],
  jsonSchema: [true, false],
  textParts: [true, false],
  fileUrls: [true, false],
  shortToolCallIds: [true, false],
};

const optionalFields: Readonly<Record<OptionalField, true>> = {
  temperature: true,
  top_p: true,
  stop: true,
  seed: true,
  presence_penalty: true,
  frequency_penalty: true,
  reasoning_effort: true,
  user: true,
  metadata: true,
  tool_choice: true,
};

export const quirkNames: readonly string[] = [...Object.keys(choices), 'unsupportedFields'];

/**
 * Quirks from whatever gave them; none where nothing did.
 *
 * @throws ConfigurationError at the path of the first that can't be used
 */
export function readQuirks(value: unknown): Quirks {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw refuse('quirks', 'an object of quirks by name', typeof value);
  for (const [name, given] of Object.entries(value)) {
    if (given !== undefined) checkQuirk(name, given);
  }
  return value;
}

function checkQuirk(name: string, given: unknown): void {
  const path = `quirks.${name}`;
  if (name === 'unsupportedFields') {
    const known = Object.keys(optionalFields);
    if (Array.isArray(given) && given.every((field) => known.includes(field))) return;
    throw refuse(path, `a list of ${known.join(', ')}`, 'something else');
  }
  const values = new Map(Object.entries(choices)).get(name);
  if (!values) throw refuse(path, `one of ${quirkNames.join(', ')}`, 'a quirk of another name');
  if (values.some((choice) => choice === given)) return;
  throw refuse(path, values.join(' or '), 'something else');
}

function refuse(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
