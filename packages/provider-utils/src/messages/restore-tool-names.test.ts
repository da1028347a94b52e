import type { ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { restoreToolNames } from './restore-tool-names.ts';

const tools = ['paint', 'walls.mix', 'functions.list', 'a<b'].map((name) => ({
  name,
  inputSchema: {},
}));
const toolNames = new Map([['walls_mix', 'walls.mix']]);

function restore(name: string): string | undefined {
  const start: ProviderEvent = { type: 'tool-call-start', id: 'a', name };
  const [restored] = restoreToolNames([start], toolNames, tools);
  return restored?.type === 'tool-call-start' ? restored.name : undefined;
}

describe('restoreToolNames', () => {
  it.each([
    ['paint', 'paint'],
    ['walls_mix', 'walls.mix'],
    ['functions.paint', 'paint'],
    ['functions.walls_mix', 'walls.mix'],
    ['default_api:paint', 'paint'],
    ['default_api.paint', 'paint'],
    ['paint<|channel|>commentary', 'paint'],
    ['functions.paint<|constrain|>json', 'paint'],
  ])('returns for %s the tool %s', (name, expected) => {
    expect(restore(name)).toBe(expected);
  });

  it.each([
    'functions.list',
    'a<b',
    'functions.erase',
    'erase<|channel|>commentary',
    'paint<b',
    '',
  ])('does not change %j', (name) => {
    expect(restore(name)).toBe(name);
  });

  it('returns the same events without a call, or without tools', () => {
    const text: readonly ProviderEvent[] = [{ type: 'text-delta', text: 'functions.paint' }];
    expect(restoreToolNames(text, toolNames, tools)).toBe(text);
    const start: readonly ProviderEvent[] = [{ type: 'tool-call-start', id: 'a', name: 'x' }];
    expect(restoreToolNames(start, undefined)).toBe(start);
  });
});
