import type { JsonObject } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

import { toBlocks } from './turn.ts';
import type { Turn } from './turn.ts';

/**
 * Returns the turns without calls of server tools that have no result, and without results that have no call, because
 * the API rejects them. A call of the last turn can be continued by the API, unless the user has written since.
 */
export function matchServerBlocks(turns: readonly Turn[], warn: Warn): readonly Turn[] {
  const blocks = turns.flatMap(({ role, content }) =>
    role === 'assistant' ? toBlocks(content) : [],
  );
  const calls = new Set(blocks.filter(isCall).map(({ id }) => id));
  const results = new Set(blocks.filter(isResult).map(({ tool_use_id: id }) => id));
  if (calls.size === 0 && results.size === 0) return turns;
  const last = findContinued(turns);
  return turns.map((turn) => {
    if (turn.role !== 'assistant' || typeof turn.content === 'string') return turn;
    const content = turn.content.filter((block) => {
      if (isCall(block)) return turn === last || results.has(block.id);
      return !isResult(block) || calls.has(block.tool_use_id);
    });
    if (content.length === turn.content.length) return turn;
    warn('block of a server tool omitted: its call or its result is missing');
    return { ...turn, content };
  });
}

/** Returns the assistant turn that the response continues. Only results of tools may follow it. */
function findContinued(turns: readonly Turn[]): Turn | undefined {
  const last = turns.at(-1);
  if (last?.role === 'assistant') return last;
  return last && last.results.length > 0 ? turns.at(-2) : undefined;
}

function isCall({ type }: JsonObject): boolean {
  return type === 'server_tool_use' || type === 'mcp_tool_use';
}

function isResult({ type }: JsonObject): boolean {
  return typeof type === 'string' && type.endsWith('_tool_result');
}
