import { toBlocks } from './turn.ts';
import type { Turn } from './turn.ts';

/** Returns the turns with the toolset of each call in its result too, without which the API rejects the result. */
export function matchToolsets(turns: readonly Turn[]): readonly Turn[] {
  const calls = turns.flatMap(({ content }) => toBlocks(content));
  const toolsets = new Map(
    calls.flatMap(({ type, id = '', toolset_name: name }) =>
      type === 'tool_use' && typeof name === 'string' ? [[id, name] as const] : [],
    ),
  );
  if (toolsets.size === 0) return turns;
  return turns.map((turn) => {
    const results = turn.results.map((result) => {
      const name = toolsets.get(result.tool_use_id ?? '');
      return name === undefined ? result : { toolset_name: name, ...result };
    });
    return { ...turn, results };
  });
}
