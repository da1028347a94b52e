import { describeProvider, openAiWireFormat } from '@understudy/conformance';
import type { ConformanceOptions } from '@understudy/conformance';
import { describe, expect, it } from 'vitest';

import { acmeOptions } from './acme/acme-options.ts';
import { record, recordClause } from './recording-runner.ts';
import type { RecordedClause } from './recording-runner.ts';

const reason = 'The vendor does not support it.';

function runClause(id: string, options: ConformanceOptions): Promise<RecordedClause> {
  return recordClause(id, (runner) => describeProvider(runner, options));
}

describe('skip', () => {
  it('keeps the test with the reason in its name, and checks nothing', async () => {
    const options = {
      ...acmeOptions('retries-server-errors'),
      skip: { 'no-hidden-retries': reason },
    };
    const { name, message } = await runClause('no-hidden-retries', options);
    expect(name).toBe(`no-hidden-retries: skipped, ${reason}`);
    expect(message).toBeUndefined();
  });

  it.each(['', 'no', '   '])('rejects the reason %j', async (invalid) => {
    const options = { ...acmeOptions(), skip: { 'no-hidden-retries': invalid } };
    await expect(record((runner) => describeProvider(runner, options))).rejects.toThrow(
      'skip["no-hidden-retries"]: expected the reason in a sentence',
    );
  });

  it('rejects an unknown clause', async () => {
    const skip = { 'ask-once': reason } as ConformanceOptions['skip'];
    const options = { ...acmeOptions(), skip };
    await expect(record((runner) => describeProvider(runner, options))).rejects.toThrow(
      'skip["ask-once"]: expected the id of a clause or a requirement, received "ask-once"; all clauses are in https://',
    );
  });

  it('fails for a capability that the definition has', async () => {
    const options = { ...acmeOptions(), skip: { tools: reason } };
    const { message } = await runClause('streams-tool-calls', options);
    expect(message).toContain('expected no skip.tools, because capabilities.tools is set');
  });

  it('fails for `wire` with a wire format', async () => {
    const options = { ...acmeOptions(), skip: { wire: reason } };
    const { message } = await runClause('uses-injected-ports', options);
    expect(message).toContain('expected no skip.wire, because wireFormat is set');
  });

  it('is required for `wire` without a wire format', async () => {
    const options = { ...acmeOptions(), wireFormat: undefined };
    const { message } = await runClause('uses-injected-ports', options);
    expect(message).toContain('expected wireFormat to be set, or a reason in skip.wire');
  });

  it('is required for a response that the wire format cannot encode', async () => {
    const wireFormat = { ...openAiWireFormat(), encodeError: () => undefined };
    const { message } = await runClause('translates-overloaded', { ...acmeOptions(), wireFormat });
    expect(message).toContain(
      'expected a reply from encodeError for overloaded, received undefined; if the vendor cannot send this, add the reason to skip',
    );
  });
});
