/** A level of `output_config.effort`. */
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What a model accepts. Other settings are an error of the API. */
export interface ModelRules {
  /** How thinking is requested: not at all, with a budget in tokens, or with an effort. */
  readonly thinking: 'none' | 'budget' | 'adaptive';
  /** The least amount of thinking. */
  readonly leastThinking: 'disabled' | 'between_tools' | 'always';
  /** Whether reasoning is accepted without a signature. */
  readonly unsignedThinking: boolean;
  /** Whether a turn with tool calls is rejected without reasoning. */
  readonly requiredThinking: boolean;
  /** The levels of effort, lowest first. */
  readonly efforts: readonly Effort[];
  /** Whether `temperature`, `top_p` and `top_k` are accepted. */
  readonly sampling: boolean;
  /** Whether messages of the system are accepted between others. */
  readonly systemMessages: boolean;
  /** Whether a tool call can be required. */
  readonly forcedTools: boolean;
  /** Whether a JSON Schema is accepted as the output format. */
  readonly jsonSchema: boolean;
  readonly maxOutputTokens: number;
}

interface ModelName {
  readonly line: string;
  /** For example 4.6. */
  readonly version: number;
}

/** All levels, lowest first. */
export const allEfforts: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/** The rules of a server with another model, such as a proxy. Most accept what older models accept. */
const otherModel: ModelRules = {
  thinking: 'budget',
  leastThinking: 'disabled',
  unsignedThinking: true,
  requiredThinking: false,
  efforts: [],
  sampling: true,
  systemMessages: false,
  forcedTools: true,
  jsonSchema: true,
  maxOutputTokens: 8192,
};

/** The rules from Claude 4.7 on, as far as models have them in common. */
const currentModel: ModelRules = {
  thinking: 'adaptive',
  leastThinking: 'disabled',
  unsignedThinking: false,
  requiredThinking: false,
  efforts: allEfforts,
  sampling: false,
  systemMessages: false,
  forcedTools: true,
  jsonSchema: true,
  maxOutputTokens: 128_000,
};

/** Models of other vendors that reject a turn with tool calls, but without reasoning. */
const thinkingNames = /deepseek|kimi|mimo/i;

/** A Claude model with an unknown version is probably newer than this list. */
const newestVersion = 5.9;

/**
 * Returns the rules of a model, by its name. Prefixes and suffixes of other clouds are ignored.
 *
 * Source: https://platform.claude.com/docs/en/about-claude/models/overview
 */
export function rulesOf(model: string): ModelRules {
  const name = readModelName(model);
  if (!name) return { ...otherModel, requiredThinking: thinkingNames.test(model) };
  if (name.version < 4.6) return rulesBefore46(name);
  if (name.version < 4.7) {
    return { ...currentModel, sampling: true, efforts: ['low', 'medium', 'high', 'max'] };
  }
  return {
    ...currentModel,
    leastThinking: leastThinkingOf(name),
    // From Opus 4.8 on, without Sonnet 5.
    systemMessages: name.version >= 4.8 && !(name.line === 'sonnet' && name.version === 5),
    forcedTools: name.version <= 5 || isHaiku(name),
  };
}

/** Model names are `claude-sonnet-4-5-20250929` and, before Claude 4, `claude-3-7-sonnet-20250219`. */
const currentName = /claude-([a-z]+)-(\d)(?:[-.](\d{1,2}))?(?!\d)/i;
const earlierName = /claude-(\d)(?:[-.](\d))?(?!\d)(?:-([a-z]+))?/i;

function readModelName(model: string): ModelName | undefined {
  const current = currentName.exec(model);
  if (current) return createName(current[1], current[2], current[3]);
  const earlier = earlierName.exec(model);
  if (earlier) return createName(earlier[3], earlier[1], earlier[2]);
  return /claude/i.test(model) ? { line: '', version: newestVersion } : undefined;
}

function createName(line = '', major = '', minor = '0'): ModelName {
  return { line: line.toLowerCase(), version: Number(`${major}.${minor}`) };
}

function rulesBefore46({ line, version }: ModelName): ModelRules {
  const isOpus = line === 'opus';
  return {
    ...otherModel,
    thinking: version < 3.7 ? 'none' : 'budget',
    unsignedThinking: false,
    efforts: isOpus && version >= 4.5 ? ['low', 'medium', 'high'] : [],
    jsonSchema: version >= (isOpus ? 4.1 : 4.5),
    maxOutputTokens: maxTokensBefore46(isOpus, version),
  };
}

function maxTokensBefore46(isOpus: boolean, version: number): number {
  if (version < 3.5) return 4096;
  if (version < 3.7) return 8192;
  return isOpus && version < 4.5 ? 32_000 : 64_000;
}

function leastThinkingOf(name: ModelName): ModelRules['leastThinking'] {
  const { line, version } = name;
  if (line === 'fable' || line === 'mythos') return 'always';
  if (version <= 5 || isHaiku(name)) return 'disabled';
  return line === 'sonnet' ? 'between_tools' : 'always';
}

/** Haiku 5.5 has the rules of Opus 5. */
function isHaiku({ line }: ModelName): boolean {
  return line === 'haiku';
}
