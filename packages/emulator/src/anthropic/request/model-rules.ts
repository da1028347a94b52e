/** What a model rejects. */
export interface ModelRules {
  readonly maxTokens: number;
  readonly sampling: boolean;
  readonly prefill: boolean;
  /** Whether `messages` can contain messages of the system. */
  readonly systemMessages: boolean;
  readonly forcedTools: boolean;
  readonly jsonSchema: boolean;
  /** The accepted types of `thinking`. */
  readonly thinking: readonly string[];
  readonly efforts: readonly string[];
  /** Whether the efforts above `high` need thinking. */
  readonly highEffortThinks: boolean;
  /** Whether the text of thinking is withheld unless it is requested. */
  readonly omitsThinking: boolean;
}

const older: ModelRules = {
  maxTokens: 64_000,
  sampling: true,
  prefill: true,
  systemMessages: false,
  forcedTools: true,
  jsonSchema: true,
  thinking: ['enabled', 'disabled'],
  efforts: [],
  highEffortThinks: false,
  omitsThinking: false,
};

const version46: ModelRules = {
  ...older,
  maxTokens: 128_000,
  prefill: false,
  thinking: ['enabled', 'adaptive', 'disabled'],
  efforts: ['low', 'medium', 'high', 'max'],
};

const current: ModelRules = {
  ...version46,
  sampling: false,
  systemMessages: true,
  thinking: ['adaptive', 'disabled'],
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  omitsThinking: true,
};

const alwaysThinking: ModelRules = {
  ...current,
  forcedTools: false,
  thinking: ['adaptive'],
  highEffortThinks: true,
};

/** The first match decides. Models with other names accept everything that an older model accepts. */
const rulesByName: readonly (readonly [RegExp, ModelRules])[] = [
  [/claude-(?:fable|mythos)-5$/u, { ...alwaysThinking, forcedTools: true }],
  [/claude-(?:fable|mythos)-|claude-opus-5-5/u, alwaysThinking],
  [/claude-sonnet-5-5/u, { ...alwaysThinking, thinking: ['adaptive', 'between_tools'] }],
  [/claude-opus-4-7/u, { ...current, systemMessages: false }],
  [/claude-opus-5|claude-haiku-5-5/u, { ...current, highEffortThinks: true }],
  [/claude-(?:opus|sonnet|haiku)-(?:5|4-[89])/u, current],
  [/claude-(?:opus|sonnet)-4-6/u, version46],
  [/claude-opus-4-5/u, { ...older, efforts: ['low', 'medium', 'high'] }],
  [/claude-opus-4-1/u, { ...older, maxTokens: 32_000 }],
  [/claude-(?:opus|sonnet|haiku)-4-5/u, older],
  [/claude-opus-4/u, { ...older, maxTokens: 32_000, jsonSchema: false }],
  [/claude-(?:sonnet-4|3-7)/u, { ...older, jsonSchema: false }],
  [/claude-3/u, { ...older, maxTokens: 8192, jsonSchema: false, thinking: [] }],
];

export function rulesOf(model: string): ModelRules {
  const known = rulesByName.find(([name]) => name.test(model));
  return known?.[1] ?? { ...version46, prefill: true };
}
