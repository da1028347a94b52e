import { ConfigurationError } from '@understudy/core/provider';
import type { OptionalField, Quirks } from '@understudy/openai-wire';
import { assertKnownSettings, describeType, isRecord } from '@understudy/provider-utils';

type QuirkWithChoices = Exclude<keyof Quirks, 'unsupportedFields'>;

/** The types of this object and the next require every quirk and every field. */
const choices: Readonly<Record<QuirkWithChoices, readonly (string | boolean)[]>> = {
  maxTokensField: ['max_completion_tokens', 'max_tokens'],
  systemRole: ['system', 'developer'],
  seedField: ['seed', 'random_seed'],
  reasoningField: ['reasoning_content', 'reasoning'],
  thinkTags: [true, false, 'opened'],
  streams: [true, false],
  streamUsage: [true, false],
  jsonSchema: [true, false],
  textParts: [true, false],
  fileUrls: [true, false],
  shortToolCallIds: [true, false],
  topK: [true, false],
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
  parallel_tool_calls: true,
};

export const quirkNames: readonly string[] = [...Object.keys(choices), 'unsupportedFields'];

/**
 * Validates quirks.
 *
 * @throws ConfigurationError with the path of the first invalid quirk
 */
export function readQuirks(value: unknown): Quirks {
  if (value === undefined) return {};
  if (!isRecord(value)) throw invalidValue('quirks', 'an object of quirks', describeType(value));
  assertKnownSettings(value, quirkNames, 'quirks.');
  for (const [name, quirk] of Object.entries(value)) {
    if (quirk !== undefined) assertQuirk(name, quirk);
  }
  return value;
}

function assertQuirk(name: string, quirk: unknown): void {
  const path = `quirks.${name}`;
  if (name === 'unsupportedFields') {
    const fields = Object.keys(optionalFields);
    if (Array.isArray(quirk) && Array.from(quirk).every((field) => fields.includes(field))) return;
    throw invalidValue(path, `a list of ${fields.join(', ')}`, 'another value');
  }
  const values = new Map(Object.entries(choices)).get(name) ?? [];
  if (values.some((choice) => choice === quirk)) return;
  throw invalidValue(path, values.join(' or '), 'another value');
}

function invalidValue(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
