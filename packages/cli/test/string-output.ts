import { Writable } from 'node:stream';

/** An output that keeps what is written. */
export class StringOutput extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number = 80;

  constructor(kind: 'pipe' | 'terminal' = 'pipe') {
    super({ decodeStrings: false });
    this.isTTY = kind === 'terminal';
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }

  /** Disables colors, so that tests can compare texts. */
  getColorDepth(): number {
    return 1;
  }
}
