import type { Emulator, EmulatedVendor } from '../packages/understudy-packages.ts';

/** Where an emulated vendor is, what to set in an app, and how to ask it by hand; at most 80 columns. */
export function formatStartupMessage(
  vendor: EmulatedVendor,
  { url, scripts }: Pick<Emulator, 'url' | 'scripts'>,
): string {
  return [...tellVendor(vendor, url), ...tellScripts(scripts)].join('\n');
}

function tellVendor(vendor: EmulatedVendor, url: string): readonly string[] {
  if (vendor === 'openai') {
    return [
      `OpenAI, emulated at ${url}`,
      '',
      '  Set this where your app runs; any key will do:',
      `    OPENAI_BASE_URL=${url}/v1`,
      '    OPENAI_API_KEY=any',
      '',
      '  Or ask it from another terminal:',
      `    understudy chat --model openai/gpt-5 --base-url ${url}/v1 Hi`,
    ];
  }
  return [
    `FakeGpt, emulated at ${url}`,
    '',
    '  Give your app this address; understudy takes it from here:',
    `    UNDERSTUDY_FAKEGPT_BASE_URL=${url}`,
    '',
    '  Or ask it from another terminal:',
    `    understudy chat --base-url ${url} "What is 2+2*3?"`,
  ];
}

function tellScripts(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [
    '',
    '  Requests choose a script with a header:',
    ...names.map((name) => `    x-emulator-script: ${name}`),
  ];
}
