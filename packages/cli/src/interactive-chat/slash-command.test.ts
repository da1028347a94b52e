import { describe, expect, it } from 'vitest';

import { completeLine, readSlashCommand } from './slash-command.ts';

describe('a line', () => {
  it.each([
    ['/quit', { name: 'quit' }],
    ['/reset ', { name: 'reset' }],
    ['/help', { name: 'help' }],
    ['/model', { name: 'model', reference: undefined }],
    ['/model   openai/gpt-5 ', { name: 'model', reference: 'openai/gpt-5' }],
  ])('%j is a command', (line, command) => {
    expect(readSlashCommand(line)).toEqual(command);
  });

  it.each(['Hi', ' /quit', 'What does /quit do?'])('%j is a question', (line) => {
    expect(readSlashCommand(line)).toBeUndefined();
  });

  it.each([
    ['/rset', "unknown command '/rset' (Did you mean /reset?)"],
    ['/usr/local/bin is what?', "unknown command '/usr/local/bin'"],
    ['/', "unknown command '/'"],
    ['/quit now', '/quit takes nothing behind it'],
    ['/model a b', '/model takes one reference at most'],
  ])('%j is refused', (line, message) => {
    expect(() => readSlashCommand(line)).toThrow(
      expect.objectContaining({ code: 'usage', message }),
    );
  });
});

describe('Tab', () => {
  const references = ['support', 'openai/gpt-5', 'openai/gpt-5-mini'];

  it.each([
    ['/', ['/model', '/reset', '/help', '/quit', ...references.map((one) => `/model ${one}`)]],
    ['/r', ['/reset']],
    ['/model o', ['/model openai/gpt-5', '/model openai/gpt-5-mini']],
    ['/x', []],
    ['', []],
    ['How ', []],
  ])('after %j', (line, candidates) => {
    expect(completeLine(line, references)).toEqual(candidates);
  });
});
