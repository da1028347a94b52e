import { describeProvider, openAiWireFormat } from '@understudy/conformance';
import type { ConformanceOptions } from '@understudy/conformance';
import { describe, expect, it } from 'vitest';

import { acmeOptions } from './acme/acme-options.ts';
import { record } from './recording-runner.ts';
import type { RecordedClause } from './recording-runner.ts';

const reason = 'The vendor has none of it.';

async function recordOne(id: string, options: ConformanceOptions): Promise<RecordedClause> {
  const only = (name: string): boolean => name.startsWith(`${id}:`);
  const recorded = await record((runner) => describeProvider(runner, options), only);
  const [one] = recorded;
  if (!one) throw new Error(`expected a clause ${id}`);
  return one;
}

describe('an opt-out', () => {
  it('stands in the name of the test with its reason, and judges nothing', async () => {
    const options = {
      ...acmeOptions('retries-by-itself'),
      skip: { 'no-hidden-retries': reason },
    };
    const { name, message } = await recordOne('no-hidden-retries', options);
    expect(name).toBe(`no-hidden-retries: opted out, ${reason}`);
    expect(message).toBeUndefined();
  });

  it.each(['', 'no', '   '])('needs a reason in a sentence, and %j is none', async (none) => {
    const options = { ...acmeOptions(), skip: { 'no-hidden-retries': none } };
    await expect(record((runner) => describeProvider(runner, options))).rejects.toThrow(
      'expected without["no-hidden-retries"] to give the reason in a sentence',
    );
  });

  it('is refused for what is no clause', async () => {
    const skip = { 'ask-once': reason } as ConformanceOptions['skip'];
    const options = { ...acmeOptions(), skip };
    await expect(record((runner) => describeProvider(runner, options))).rejects.toThrow(
      'expected without to name clauses, and "ask-once" is none',
    );
  });

  it('of a capability fails where the definition has it', async () => {
    const options = { ...acmeOptions(), skip: { tools: reason } };
    const { message } = await recordOne('streams-tool-calls', options);
    expect(message).toContain('where there is capabilities.tools: true');
  });

  it('of the wire fails where there is a stage', async () => {
    const options = { ...acmeOptions(), skip: { wire: reason } };
    const { message } = await recordOne('uses-injected-ports', options);
    expect(message).toContain('expected without.wire to be left out where there is a stage');
  });

  it('is asked for where there is no stage', async () => {
    const options = { ...acmeOptions(), wireFormat: undefined };
    const { message } = await recordOne('uses-injected-ports', options);
    expect(message).toContain('expected a stage, or the reason in without.wire');
  });

  it('is asked for where the stage can not say what a clause needs', async () => {
    const wireFormat = { ...openAiWireFormat(), encodeError: () => undefined };
    const { message } = await recordOne('translates-overloaded', { ...acmeOptions(), wireFormat });
    expect(message).toContain(
      "expected stage.refuse to return the reply that says overloaded, and it returned undefined; where the vendor can't say that, give the reason in `without`",
    );
  });
});

it('a clause that never ends is ended, and says so', async () => {
  const wireFormat = { ...openAiWireFormat() };
  const provider: ConformanceOptions['provider'] = (place) => ({
    ...acmeOptions().provider(place),
    create: () => new Promise(() => {}),
  });
  const options = { ...acmeOptions(), wireFormat, provider, timeoutMs: 50 };
  const { message } = await recordOne('streams-text', options);
  expect(message).toContain(
    'expected the clause to end within 50 ms, and something is still waited for',
  );
});

it('a provider that is no definition is told so', async () => {
  const provider = (): never => ({ id: 'acme' }) as never;
  const { message } = await recordOne('valid-definition', { ...acmeOptions(), provider });
  expect(message).toContain('expected `provider` to return what defineProvider made');
});

it('a provider that can not be made fails with its own words', async () => {
  const provider = (): never => {
    throw new Error('expected an apiKey');
  };
  const { message } = await recordOne('streams-text', { ...acmeOptions(), provider });
  expect(message).toContain('expected no error, and Error ("expected an apiKey") came');
});

it('a provider that throws something of its own is told what', async () => {
  const provider: ConformanceOptions['provider'] = (place) => ({
    ...acmeOptions().provider(place),
    create: () => ({
      chat: () => {
        throw new TypeError('words is undefined');
      },
    }),
  });
  const { message } = await recordOne('streams-text', { ...acmeOptions(), provider });
  expect(message).toContain(', caused by TypeError ("words is undefined"), came (the rule: ');
});
