import { describe, expect, it } from 'vitest';

import { completeLine, readSlashCommand } from './slash-command.ts';

describe('readSlashCommand', () => {
  it.each([
    ['/quit', { name: 'quit' }],
    ['/reset ', { name: 'reset' }],
    ['/help', { name: 'help' }],
    ['/model', { name: 'model', reference: undefined }],
    ['/model   openai/gpt-5 ', { name: 'model', reference: 'openai/gpt-5' }],
  ])('parses the command %j', (line, command) => {
    expect(readSlashCommand(line)).toEqual(command);
  });

  it.each(['Hi', ' /quit', 'What does /quit do?'])(
    'returns undefined for the message %j',
    (line) => {
      expect(readSlashCommand(line)).toBeUndefined();
    },
  );

  it.each([
    ['/rset', "unknown command '/rset' (Did you mean /reset?)"],
    ['/usr/local/bin is what?', "unknown command '/usr/local/bin'"],
    ['/', "unknown command '/'"],
    ['/quit now', '/quit accepts no arguments'],
    ['/model a b', '/model accepts at most one reference'],
  ])('rejects %j', (line, message) => {
    expect(() => readSlashCommand(line)).toThrow(
      expect.objectContaining({ code: 'usage', message }),
    );
  });
});

describe('completeLine', () => {
  const references = ['support', 'openai/gpt-5', 'openai/gpt-5-mini'];

  it.each([
    [
      '/',
      [
        '/model',
        '/reset',
        '/help',
        '/quit',
        ...references.map((reference) => `/model ${reference}`),
      ],
    ],
    ['/r', ['/reset']],
    ['/model o', ['/model openai/gpt-5', '/model openai/gpt-5-mini']],
    ['/x', []],
    ['', []],
    ['How ', []],
  ])('completes %j', (line, candidates) => {
    expect(completeLine(line, references)).toEqual(candidates);
  });
});
