import { isRecord } from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';
import type { OptionalField, Quirks } from '@understudy/openai-wire';
import { assertKnownSettings, describeType } from '@understudy/provider-utils';
import { reasoningEfforts } from '@understudy/provider-utils/internal';

/** The minimum of each quirk that is a number. */
const minimums = { maxToolCallIdLength: 16, maxStopSequences: 1, maxTemperature: 0 } as const;

/** The type of this object requires every field. */
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

/** The values of each quirk that is a list, and its minimum length. */
const lists = {
  reasoningEfforts: { values: reasoningEfforts, minLength: 1 },
  unsupportedFields: { values: Object.keys(optionalFields), minLength: 0 },
};

type QuirkWithChoices = Exclude<
  keyof Quirks,
  keyof typeof minimums | keyof typeof lists | 'placeholderSignature'
>;

/** The type of this object requires every quirk. */
const choices: Readonly<Record<QuirkWithChoices, readonly (string | boolean)[]>> = {
  maxTokensField: ['max_completion_tokens', 'max_tokens'],
  systemRole: ['system', 'developer'],
  seedField: ['seed', 'random_seed'],
  reasoningField: ['reasoning_content', 'reasoning'],
  thinkingSwitch: ['thinking', 'enable_thinking', 'reasoning'],
  modelRules: [true, false],
  thinkTags: [true, false, 'opened'],
  streams: [true, false],
  streamUsage: [true, false],
  jsonSchema: [true, false, 'required'],
  textParts: [true, false],
  fileUrls: [true, false],
  resultFiles: [true, false],
  shortToolCallIds: [true, false],
  topK: [true, false],
  metadata: ['with-store', 'always'],
  callOnlyContent: ['null', 'empty', 'omitted'],
  toolChoice: ['named', 'required', 'auto', 'without-thinking'],
  rootUnions: [true, false],
  roleOrder: ['any', 'alternating', 'reply-after-tool'],
};

export const quirkNames: readonly string[] = [
  ...Object.keys(choices),
  ...Object.keys(minimums),
  'placeholderSignature',
  ...Object.keys(lists),
];

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
  const list = new Map(Object.entries(lists)).get(name);
  if (list) return assertList(path, quirk, list);
  if (name === 'placeholderSignature') {
    if (typeof quirk === 'string') return;
    throw invalidValue(path, 'a string', describeType(quirk));
  }
  const minimum = new Map<string, number>(Object.entries(minimums)).get(name);
  if (minimum !== undefined) return assertNumber(path, quirk, minimum);
  const values = new Map(Object.entries(choices)).get(name) ?? [];
  if (values.some((choice) => choice === quirk)) return;
  throw invalidValue(path, values.join(' or '), 'another value');
}

interface ListRule {
  readonly values: readonly string[];
  readonly minLength: number;
}

function assertList(path: string, quirk: unknown, { values, minLength }: ListRule): void {
  const isList = Array.isArray(quirk) && quirk.length >= minLength;
  if (isList && Array.from(quirk).every((value) => values.includes(value))) return;
  throw invalidValue(path, `a list of ${values.join(', ')}`, 'another value');
}

function assertNumber(path: string, quirk: unknown, minimum: number): void {
  if (typeof quirk === 'number' && quirk >= minimum) return;
  throw invalidValue(path, `a number of at least ${minimum}`, describeType(quirk));
}

function invalidValue(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
