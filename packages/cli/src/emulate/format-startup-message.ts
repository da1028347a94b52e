import type { EmulatedVendor, Emulator } from '../packages/understudy-packages.ts';

/** Formats the address of an emulator and how to send requests to it, at most 80 columns wide. */
export function formatStartupMessage(
  vendor: EmulatedVendor,
  { url, scripts }: Pick<Emulator, 'url' | 'scripts'>,
): string {
  return [...messages[vendor](url), ...formatScripts(scripts)].join('\n');
}

/** What is printed for each vendor. */
const messages: Readonly<Record<EmulatedVendor, (url: string) => readonly string[]>> = {
  openai: (url) => [
    `OpenAI, emulated at ${url}`,
    '',
    '  Set these variables for your app. Any key is accepted.',
    `    OPENAI_BASE_URL=${url}/v1`,
    '    OPENAI_API_KEY=any',
    '',
    '  Or send a prompt from another terminal:',
    `    understudy chat --model openai/gpt-5 --base-url ${url}/v1 Hi`,
  ],
  responses: (url) => [
    `OpenAI Responses, emulated at ${url}`,
    '',
    '  Set these variables for your app. Any key is accepted.',
    `    OPENAI_BASE_URL=${url}/v1`,
    '    OPENAI_API_KEY=any',
    '',
    '  Or write this to understudy.config.json:',
    '    { "settings": { "openai": { "api": "responses" } } }',
    '  and send a prompt from another terminal:',
    `    understudy chat --model openai/gpt-6-astra --base-url ${url}/v1 Hi`,
  ],
  anthropic: (url) => [
    `Anthropic, emulated at ${url}`,
    '',
    '  Set these variables for your app. Any key is accepted.',
    `    ANTHROPIC_BASE_URL=${url}`,
    '    ANTHROPIC_API_KEY=any',
    '',
    '  Or send a prompt from another terminal:',
    `    understudy chat --model anthropic/claude-sonnet-5 --base-url ${url}/v1 Hi`,
  ],
  google: (url) => [
    `Gemini, emulated at ${url}`,
    '',
    '  Set these variables for your app. Any key is accepted.',
    `    GOOGLE_GEMINI_BASE_URL=${url}`,
    '    GEMINI_API_KEY=any',
    '',
    '  Or send a prompt from another terminal:',
    `    understudy chat --model google/gemini-3.8-flash --base-url ${url}/v1beta Hi`,
  ],
  ollama: (url) => [
    `Ollama, emulated at ${url}`,
    '',
    '  Set this variable for your app. No key is needed.',
    `    OLLAMA_HOST=${url}`,
    '',
    '  Or send a prompt from another terminal:',
    `    understudy chat --model ollama/qwen3:8b --base-url ${url} Hi`,
  ],
  fakegpt: (url) => [
    `FakeGpt, emulated at ${url}`,
    '',
    '  Set this variable for understudy, or use the address in your app:',
    `    UNDERSTUDY_FAKEGPT_BASE_URL=${url}`,
    '',
    '  Or send a prompt from another terminal:',
    `    understudy chat --base-url ${url} "What is 2+2*3?"`,
  ],
};

function formatScripts(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [
    '',
    '  Requests select a script with a header:',
    ...names.map((name) => `    x-emulator-script: ${name}`),
  ];
}
