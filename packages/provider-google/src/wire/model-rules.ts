/** A value of `thinkingLevel`. */
export type ThinkingLevel = 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/** How a model reasons. A model with levels cannot turn it off. */
export type ThinkingRules =
  | { readonly type: 'none' }
  | {
      readonly type: 'budget';
      readonly min: number;
      readonly max: number;
      /** The budget for no reasoning, or for as little as possible. */
      readonly least: number;
    }
  | {
      readonly type: 'levels';
      /** The accepted levels, lowest first. */
      readonly levels: readonly ThinkingLevel[];
    };

/** What a model accepts. */
export interface ModelRules {
  readonly thinking: ThinkingRules;
  /** Whether the temperature, `topP` and `topK` have an effect. */
  readonly sampling: boolean;
  readonly penalties: boolean;
  /** Whether JSON can be requested beside tools. */
  readonly jsonWithTools: boolean;
  /** Whether the first call of a turn needs a signature. */
  readonly signedCalls: boolean;
  /** Whether the results of tools can contain files. */
  readonly resultParts: boolean;
  /** Whether functions can be used beside tools that the vendor runs, which are then parts of the response. */
  readonly serverToolParts: boolean;
  /** Whether files can have any public address. */
  readonly urls: boolean;
  readonly systemInstruction: boolean;
}

const newest: ModelRules = {
  thinking: { type: 'levels', levels: ['low', 'medium', 'high'] },
  sampling: false,
  penalties: true,
  jsonWithTools: true,
  signedCalls: true,
  resultParts: true,
  serverToolParts: true,
  urls: true,
  systemInstruction: true,
};

const version3: ModelRules = {
  ...newest,
  thinking: { type: 'levels', levels: ['minimal', 'low', 'medium', 'high'] },
  sampling: true,
};

const version2: ModelRules = {
  ...version3,
  thinking: { type: 'none' },
  jsonWithTools: false,
  signedCalls: false,
  resultParts: false,
  serverToolParts: false,
  urls: false,
};

const version25: ModelRules = {
  ...version2,
  thinking: { type: 'budget', min: 1, max: 24_576, least: 0 },
  penalties: false,
};

/**
 * The first match decides. Names without a version are those of the newest models.
 *
 * Source: https://ai.google.dev/gemini-api/docs/thinking and the errors of the API.
 */
const rulesByName: readonly (readonly [RegExp, ModelRules])[] = [
  [/^gemma-/, { ...version2, systemInstruction: false }],
  [/^gemini-2\.5-.*(?:image|tts|audio)/, { ...version25, thinking: { type: 'none' } }],
  [
    /^gemini-2\.5-pro/,
    { ...version25, thinking: { type: 'budget', min: 128, max: 32_768, least: 128 } },
  ],
  [
    /^gemini-2\.5-flash-lite/,
    { ...version25, thinking: { type: 'budget', min: 512, max: 24_576, least: 0 } },
  ],
  [/^gemini-2\.5-|^gemini-robotics-er-1\.5/, version25],
  [/^gemini-(?:[12]\b|pro$|pro-vision$)/, version2],
  [/^gemini-3.*-(?:image|tts)|nano-banana/, { ...version3, thinking: { type: 'none' } }],
  [/^gemini-3(?:\.0)?-pro/, { ...version3, thinking: { type: 'levels', levels: ['low', 'high'] } }],
  [
    /^gemini-3\.1-pro/,
    { ...version3, thinking: { type: 'levels', levels: ['low', 'medium', 'high'] } },
  ],
  [/^gemini-3(?:\.[0-4])?-/, version3],
  [/^gemini-3\.[56]-|^gemini-(?:3\.\d+-)?flash-lite/, { ...version3, sampling: false }],
  [
    /^gemini-4-hydrogen\b/,
    {
      ...newest,
      penalties: false,
      thinking: { type: 'levels', levels: ['low', 'medium', 'high', 'xhigh'] },
    },
  ],
  [/^gemini-[4-9]/, { ...newest, penalties: false }],
  [/^gemini-/, newest],
];

/** Models with other names, for example those of proxies, accept everything that Gemini 3 accepts. */
export function rulesOf(model: string): ModelRules {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  return rulesByName.find(([pattern]) => pattern.test(name))?.[1] ?? version3;
}
