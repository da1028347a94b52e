import type { JsonObject } from '@understudy/core/provider';

import { isBlank } from './encode-block.ts';

/** The messages of one role in a row, of which the API expects one. */
export interface Turn {
  readonly role: 'user' | 'assistant' | 'system';
  /** Results of tool calls, which must be the first blocks of their turn. */
  readonly results: readonly JsonObject[];
  readonly content: string | readonly JsonObject[];
  /** Other fields of a message of the system. */
  readonly fields?: JsonObject;
}

export function toBlocks(content: Turn['content']): readonly JsonObject[] {
  if (typeof content !== 'string') return content;
  return isBlank(content) ? [] : [{ type: 'text', text: content }];
}

/** Merges turns of the same role. Turns without content are omitted. */
export function mergeTurns(turns: readonly Turn[]): readonly Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (isEmpty(turn)) continue;
    if (last?.role === turn.role && turn.role !== 'system')
      merged[merged.length - 1] = join(last, turn);
    else merged.push(turn);
  }
  return merged;
}

function isEmpty({ results, content, fields = {} }: Turn): boolean {
  if (Object.keys(fields).length > 0) return false;
  return results.length === 0 && toBlocks(content).length === 0;
}

function join(left: Turn, right: Turn): Turn {
  return {
    role: left.role,
    results: [...left.results, ...right.results],
    content: [...toBlocks(left.content), ...toBlocks(right.content)],
  };
}

/**
 * Removes reasoning from the end of the last message if the model wrote it. The response continues this message, and
 * the API rejects reasoning as its last block.
 */
export function withoutFinalThinking(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.at(-1);
  if (last?.role !== 'assistant' || typeof last.content === 'string') return turns;
  const end = last.content.findLastIndex((block) => !isThinking(block)) + 1;
  if (end === last.content.length) return turns;
  const others = turns.slice(0, -1);
  return end === 0 ? others : [...others, { ...last, content: last.content.slice(0, end) }];
}

/** Adds empty reasoning to turns of the model with calls and without reasoning, for example those of another vendor. */
export function addThinking(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn) => {
    if (turn.role !== 'assistant' || typeof turn.content === 'string') return turn;
    const hasCalls = turn.content.some(({ type }) => type === 'tool_use');
    if (!hasCalls || turn.content.some(isThinking)) return turn;
    return { ...turn, content: [emptyThinking, ...turn.content] };
  });
}

const emptyThinking: JsonObject = { type: 'thinking', thinking: '', signature: '' };

export function encodeTurn({ role, results, content, fields }: Turn): JsonObject {
  if (role === 'system') return { role, ...(content.length > 0 && { content }), ...fields };
  if (role === 'assistant') return { role, content: moveCalls(content) };
  return results.length === 0
    ? { role, content }
    : { role, content: [...results, ...toBlocks(content)] };
}

/**
 * Moves calls behind other content, which the API rejects there because it expects the results directly after the
 * calls. Calls stay before the thinking that follows them, because its signature depends on the order.
 */
function moveCalls(content: Turn['content']): Turn['content'] {
  if (typeof content === 'string') return content;
  const moved: JsonObject[] = [];
  let calls: JsonObject[] = [];
  for (const block of content) {
    if (block.type === 'tool_use') {
      calls.push(block);
    } else if (isThinking(block)) {
      moved.push(...calls, block);
      calls = [];
    } else {
      moved.push(block);
    }
  }
  return [...moved, ...calls];
}

/** Whether a block is reasoning. */
export function isThinking({ type }: JsonObject): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}
