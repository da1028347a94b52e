import { describe, expect, it } from 'vitest';

import { fakeGptFaultReader, readFakeGptFault } from '../fakegpt/faults/fakegpt-fault.ts';
import { openAiFaultReader, readOpenAiScript } from '../openai/faults/openai-fault.ts';

describe('FaultReader', () => {
  it.each([
    [
      ['serverError'],
      'faults[0]: expected the name of a fault, received "serverError"; did you mean "server-error"',
    ],
    [
      ['none', { kind: 'rate-limits' }],
      'faults[1].kind: expected the name of a fault, received "rate-limits"; did you mean "rate-limit"',
    ],
    [
      [{ times: 1 }],
      'faults[0].kind: expected the name of a fault, received nothing; known names: models-empty, ',
    ],
    [
      ['abracadabra'],
      'faults[0]: expected the name of a fault, received "abracadabra"; known names: models-empty, ',
    ],
    [[7], 'faults[0]: expected a fault or the name of one, received 7'],
    [{}, 'faults: expected a list of faults, received an object'],
    [
      [{ kind: 'server-error', times: 0 }],
      'faults[0].times: expected a whole number of at least 1, or "always", received 0',
    ],
    [
      [{ kind: 'rate-limit-retry-after', second: 2 }],
      'faults[0].second: expected one of kind, times, seconds, received "second"; did you mean "seconds"?',
    ],
    [
      [{ kind: 'rate-limit-retry-after', seconds: '2' }],
      'faults[0].seconds: expected a number of at least 0, received "2"',
    ],
    [
      [{ kind: 'overloaded', afterEvents: 2 }],
      'faults[0].afterEvents: expected one of kind, times, received "afterEvents"',
    ],
    [
      [{ kind: 'stall-after-text', afterEvents: -1 }],
      'faults[0].afterEvents: expected a whole number of at least 0, received -1',
    ],
    [
      [{ kind: 'slow-drip', intervalMs: 2 ** 31 }],
      'faults[0].intervalMs: expected a number from 0 to 2147483647, received 2147483648',
    ],
    [[{ kind: 'redirect', location: 7 }], 'faults[0].location: expected a string, received 7'],
    [
      [{ kind: 'none', seconds: 2 }],
      'faults[0].seconds: expected one of kind, times, received "seconds"',
    ],
    [
      [{ kind: 'constructor' }],
      'faults[0].kind: expected the name of a fault, received "constructor"',
    ],
    [
      [{ kind: 'overloaded', toString: 1 }],
      'faults[0].toString: expected one of kind, times, received "toString"',
    ],
  ])('rejects %j', (script, message) => {
    expect(() => openAiFaultReader.readScript(script, 'faults')).toThrow(RangeError);
    expect(() => openAiFaultReader.readScript(script, 'faults')).toThrow(message);
  });

  it('rejects a value that is not one of the choices', () => {
    const script = [{ kind: 'tool-turn', contentType: 'html' }];
    expect(() => fakeGptFaultReader.readScript(script, 'faults')).toThrow(
      'faults[0].contentType: expected "code" or "text", received "html"',
    );
  });

  it('reads a step of a command line', () => {
    expect(readFakeGptFault('challenge')).toEqual({ kind: 'challenge' });
    expect(readFakeGptFault('challenge=2')).toEqual({ kind: 'challenge', times: 2 });
    expect(readFakeGptFault('challenge=always')).toEqual({ kind: 'challenge', times: 'always' });
    expect(readFakeGptFault('login-none')).toEqual({ kind: 'login-none' });
  });

  it.each(['challenge=', 'challenge=0', 'challenge=x', 'challenge=1=1', 'challenge=1.5'])(
    'rejects the step %s',
    (text) => {
      expect(() => readFakeGptFault(text, '--fault')).toThrow(
        /^--fault\.times: expected a whole number of at least 1, or "always", received /u,
      );
    },
  );
});

describe('readOpenAiScript', () => {
  it('reads an array of steps, or an object with faults, scripts and a seed', () => {
    const steps = ['none', { kind: 'redirect', location: '/' }];
    const read = [{ kind: 'none' }, { kind: 'redirect', location: '/' }];
    expect(readOpenAiScript(steps, 'a.json')).toEqual({ faults: read });
    expect(readOpenAiScript({ scripts: { slow: steps }, seed: 7 }, 'a.json')).toEqual({
      faults: [],
      scripts: { slow: read },
      seed: 7,
    });
  });

  it.each([
    [7, 'a.json: expected a list of faults, or an object of scripts, received 7'],
    [[{ kind: 'x' }], 'a.json: [0].kind: expected the name of a fault, received "x"'],
    [
      { fault: [] },
      'a.json: fault: expected one of faults, scripts, seed, received "fault"; did you mean "faults"?',
    ],
    [{ x: 1 }, 'a.json: x: expected one of faults, scripts, seed, received "x"'],
    [{ faults: [{}] }, 'a.json: faults[0].kind: expected the name of a fault, received nothing'],
    [{ scripts: [] }, 'a.json: scripts: expected an object of lists, received a list'],
    [
      { scripts: { slow: ['crfl'] } },
      'a.json: scripts.slow[0]: expected the name of a fault, received "crfl"; did you mean "crlf"',
    ],
    [{ scripts: { 'a b': [] } }, 'a.json: scripts.a b: expected a name of letters'],
    [{ seed: null }, 'a.json: seed: expected a string or a number, received null'],
  ])('rejects %j', (json, message) => {
    expect(() => readOpenAiScript(json, 'a.json')).toThrow(RangeError);
    expect(() => readOpenAiScript(json, 'a.json')).toThrow(message);
  });
});
