import { readFileSync } from 'node:fs';

import type { JsonObject, JsonValue } from '@understudy/core';

/** A request as an agent sends it. */
export interface AgentRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** Reads the request in a file of this folder. */
export function readAgentRequest(name: string): AgentRequest {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
}

export interface AgentCall {
  readonly id: string;
  /** The name that the agent knows. */
  readonly name: string;
  /** JSON, or the text of a custom tool. */
  readonly input: string;
}

/** The response to one request, as an agent reads it from the stream. */
export interface AgentTurn {
  readonly text: string;
  readonly calls: readonly AgentCall[];
  /** What the agent adds to its conversation. */
  readonly added: readonly JsonObject[];
}

/** An agent that runs tools. */
export interface Agent {
  readonly request: AgentRequest;
  readTurn(stream: string): AgentTurn;
  /** Returns the next request, after the tools were run. */
  addResults(body: JsonObject, turn: AgentTurn): JsonObject;
}

/** Returns the data of each server-sent event. @throws Error for a line that is neither an event nor a comment */
export function readEvents(stream: string): readonly JsonObject[] {
  const blocks = stream.split('\n\n').filter((block) => block !== '' && !block.startsWith(':'));
  const data = blocks.map((block) => {
    const [, text] = /^(?:event: .*\n)?data: (.*)$/.exec(block) ?? [];
    if (text === undefined) throw new Error(`unexpected block in the stream: ${block}`);
    return text;
  });
  return data.filter((text) => text !== '[DONE]').map((text): JsonObject => JSON.parse(text));
}

/** Returns a list of a body with further items. */
export function append(list: JsonValue | undefined, items: readonly JsonObject[]): JsonValue {
  return [...(Array.isArray(list) ? list : []), ...items];
}
