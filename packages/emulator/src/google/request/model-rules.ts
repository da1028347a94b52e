/** What a model rejects. */
export interface ModelRules {
  readonly penalties: boolean;
  readonly manyCandidates: boolean;
  /** Whether JSON can be requested beside function declarations. */
  readonly jsonWithTools: boolean;
  /** Whether the first call of a turn needs a signature. */
  readonly signedCalls: boolean;
  readonly prefill: boolean;
  readonly resultParts: boolean;
  readonly systemInstruction: boolean;
  readonly budget:
    | { readonly min: number; readonly max: number; readonly off: boolean }
    | undefined;
  /** The accepted values of `thinkingLevel`, in lower case. */
  readonly levels: readonly string[];
}

const version2: ModelRules = {
  penalties: true,
  manyCandidates: true,
  jsonWithTools: false,
  signedCalls: false,
  prefill: true,
  resultParts: false,
  systemInstruction: true,
  budget: undefined,
  levels: [],
};

const version25: ModelRules = {
  ...version2,
  penalties: false,
  budget: { min: 1, max: 24_576, off: true },
};

const version3: ModelRules = {
  ...version2,
  jsonWithTools: true,
  signedCalls: true,
  resultParts: true,
  budget: { min: 1, max: 65_536, off: false },
  levels: ['minimal', 'low', 'medium', 'high'],
};

const version35: ModelRules = { ...version3, prefill: false };
const version37: ModelRules = { ...version35, levels: ['low', 'medium', 'high'] };
const version4: ModelRules = {
  ...version37,
  penalties: false,
  manyCandidates: false,
  budget: undefined,
};

/** The first match decides. Models with other names have the rules of Gemini 3. */
const rulesByName: readonly (readonly [RegExp, ModelRules])[] = [
  [/^gemma-/u, { ...version2, systemInstruction: false }],
  [/^gemini-2\.5-pro/u, { ...version25, budget: { min: 128, max: 32_768, off: false } }],
  [/^gemini-2\.5-flash-lite/u, { ...version25, budget: { min: 512, max: 24_576, off: true } }],
  [/^gemini-2\.5|^gemini-robotics-er-1\.5/u, version25],
  [/^gemini-[12]\b/u, version2],
  [/^gemini-3-pro/u, { ...version3, levels: ['low', 'high'] }],
  [/^gemini-3\.1-pro/u, { ...version3, levels: ['low', 'medium', 'high'] }],
  [/^gemini-3\.[56]/u, version35],
  [/^gemini-3\.[7-9]/u, version37],
  [/^gemini-4-hydrogen\b/u, { ...version4, levels: [...version4.levels, 'xhigh'] }],
  [/^gemini-[4-9]/u, version4],
];

export function rulesOf(model: string): ModelRules {
  return rulesByName.find(([name]) => name.test(model))?.[1] ?? version3;
}
