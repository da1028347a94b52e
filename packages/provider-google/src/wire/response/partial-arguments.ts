import { isRecord } from '@understudy/core/internal';
import type { JsonValue, ProviderError } from '@understudy/core/provider';
import { malformedResponse, readNumber, readString } from '@understudy/provider-utils';

type Container = Record<string, unknown> | unknown[];

const segmentPattern = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
const maxDepth = 64;
const maxIndex = 4096;

/** Builds the arguments of a call that Vertex AI sends in pieces, each with the JSON path of its value. */
export class PartialArguments {
  readonly #root: Record<string, unknown> = Object.create(null);

  /** @throws ProviderError `malformed-response` for a path that is not one */
  add(piece: unknown): void {
    const path = readPath(readString(piece, 'jsonPath') ?? '');
    const last = path.at(-1);
    if (last === undefined) throw malformedResponse('the path of an argument', 'none');
    const container = path.slice(0, -1).reduce<Container>((parent, segment, index) => {
      // A list has no named values, and its length must not be set.
      if (Array.isArray(parent) && typeof segment === 'string') throw invalidPath();
      const found = readItem(parent, segment);
      return isContainer(found) ? found : write(parent, segment, createContainer(path[index + 1]));
    }, this.#root);
    if (Array.isArray(container) && typeof last === 'string') throw invalidPath();
    const earlier = readItem(container, last);
    const value = readValue(piece);
    const isContinued = typeof earlier === 'string' && typeof value === 'string';
    write(container, last, isContinued ? earlier + value : value);
  }

  toText(): string {
    return JSON.stringify(this.#root);
  }
}

type Segment = string | number;

function invalidPath(): ProviderError {
  return malformedResponse('a position in the list of an argument', 'a name');
}

function readPath(path: string): readonly Segment[] {
  if (!path.startsWith('$')) return [];
  const segments: Segment[] = [];
  segmentPattern.lastIndex = 1;
  while (segmentPattern.lastIndex < path.length && segments.length < maxDepth) {
    const match = segmentPattern.exec(path);
    if (!match) return [];
    const [, name, index, single, double] = match;
    segments.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return segments.some((segment) => typeof segment === 'number' && segment > maxIndex)
    ? []
    : segments;
}

function createContainer(next: Segment | undefined): Container {
  return typeof next === 'number' ? [] : Object.create(null);
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isRecord(value);
}

function readItem(container: Container, segment: Segment): unknown {
  return Reflect.get(container, segment);
}

function write<Value>(container: Container, segment: Segment, value: Value): Value {
  Reflect.set(container, segment, value);
  return value;
}

function readValue(piece: unknown): JsonValue {
  const text = readString(piece, 'stringValue');
  const number = readNumber(piece, 'numberValue');
  if (text !== undefined) return text;
  if (number !== undefined) return number;
  return isRecord(piece) && typeof piece['boolValue'] === 'boolean' ? piece['boolValue'] : null;
}
