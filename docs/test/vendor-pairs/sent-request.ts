/** An object of the JSON that a provider sent. */
export type SentObject = Readonly<Record<string, unknown>>;

/** What a request contains, in the words of the page. */
export interface SentRequest {
  /** The field or role of the system prompt. */
  readonly system: string | undefined;
  /** The number of images. */
  readonly images: number;
  /** The number of parts with reasoning. */
  readonly reasoning: number;
  readonly callIds: readonly string[];
  readonly resultIds: readonly string[];
  /** How the result of a failed tool is marked. */
  readonly failure: string | undefined;
  /** The field that requests structured output. */
  readonly json: string | undefined;
  /** The request as JSON, to search it for signatures. */
  readonly text: string;
}

/** Returns the body and all objects in it. */
export function listObjects(value: unknown): readonly SentObject[] {
  if (Array.isArray(value)) return value.flatMap(listObjects);
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap(listObjects)];
}

export function isObject(value: unknown): value is SentObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the texts in a field of those objects that have it. */
export function textsIn(objects: readonly SentObject[], field: string): readonly string[] {
  return objects.flatMap(({ [field]: value }) => (typeof value === 'string' ? [value] : []));
}

/** Returns the objects in a field of those objects that have one. */
export function objectsIn(objects: readonly SentObject[], field: string): readonly SentObject[] {
  return objects.map(({ [field]: value }) => value).filter(isObject);
}
