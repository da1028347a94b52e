/** An event of a stream. Its type is its first field. */
export interface ResponseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}
