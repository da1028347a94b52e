import { createListReader, createObjectReader } from '../readers/object-readers.ts';
import {
  type Reader,
  createChoiceReader,
  readPositiveInteger,
  readString,
} from '../readers/value-readers.ts';

/** A feature of an emulated model. */
export type OllamaCapability = 'completion' | 'tools' | 'vision' | 'thinking' | 'embedding';

/** A model of the Ollama emulator. */
export interface OllamaModel {
  /** The name, for example `qwen3:8b`. A name without a tag has the tag `latest`. */
  readonly name: string;
  /** @defaultValue `completion`, `tools`, `vision` and `thinking` */
  readonly capabilities?: readonly OllamaCapability[] | undefined;
  /** The largest context window in tokens. @defaultValue 32768 */
  readonly contextTokens?: number | undefined;
  /** The family, for example `gptoss`, whose models cannot turn thinking off. @defaultValue `emulated` */
  readonly family?: string | undefined;
}

/** A model with its defaults. */
export type ResolvedModel = {
  readonly [Name in keyof OllamaModel]-?: NonNullable<OllamaModel[Name]>;
};

const capabilities: readonly OllamaCapability[] = [
  'completion',
  'tools',
  'vision',
  'thinking',
  'embedding',
];

export const readOllamaModel: Reader = createObjectReader<OllamaModel>(
  {
    name: readString,
    capabilities: createListReader('a list of capabilities', createChoiceReader(capabilities)),
    contextTokens: readPositiveInteger,
    family: readString,
  },
  ['name'],
);

export function resolveModel({ name, ...facts }: OllamaModel): ResolvedModel {
  return {
    name: withTag(name),
    capabilities: facts.capabilities ?? ['completion', 'tools', 'vision', 'thinking'],
    contextTokens: facts.contextTokens ?? 32_768,
    family: facts.family ?? 'emulated',
  };
}

/** Returns the model with a name. If any model exists, its facts are the defaults. */
export function findModel(
  models: readonly ResolvedModel[],
  name: string,
  anyModel: boolean,
): ResolvedModel | undefined {
  const known = models.find((model) => model.name === withTag(name));
  return known ?? (anyModel && name !== '' ? resolveModel({ name }) : undefined);
}

function withTag(name: string): string {
  return /:[^/]*$/u.test(name) ? name : `${name}:latest`;
}
